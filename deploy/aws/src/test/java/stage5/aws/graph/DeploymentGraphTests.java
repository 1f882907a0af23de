package stage5.aws.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.aws.AssemblyFixture;
import stage5.aws.assembly.AssembledStack;
import stage5.stack.StackException;

class DeploymentGraphTests {

    /** Creates one resource of each kind that other stacks find by its name. */
    private static final String PUBLISHER = """
            'Parameter': {'Type': 'AWS::SSM::Parameter', 'Properties': {'Name': '/shop/url', 'Value': 'x'}},
            'Secret': {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'Name': 'shop/password'}},
            'Queue': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': 'orders'}},
            'Topic': {'Type': 'AWS::SNS::Topic', 'Properties': {'TopicName': 'events'}},
            'Table': {'Type': 'AWS::DynamoDB::GlobalTable', 'Properties': {'TableName': 'stock'}},
            'Function': {'Type': 'AWS::Lambda::Function', 'Properties': {'FunctionName': 'sweep'}},
            'Role': {'Type': 'AWS::IAM::Role', 'Properties': {'RoleName': 'deploy'}},
            'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': '/shop/log'}},
            'Bucket': {'Type': 'AWS::S3::Bucket', 'Properties': {'BucketName': 'artifacts'}},
            'Images': {'Type': 'AWS::ECR::Repository', 'Properties': {'RepositoryName': 'shop/gateway'}}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{{resolve:ssm:/shop/url}}'",
                "'{{resolve:ssm:/shop/url:3}}'",
                "'arn:aws:ssm:us-east-1:012345678901:parameter/shop/url'",
                "'{{resolve:secretsmanager:shop/password:SecretString:user::}}'",
                "{'Fn::Join': ['', ['rediss://:', '{{resolve:secretsmanager:shop/password}}', '@host']]}",
                "{'Fn::Sub': 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:shop/password:user::'}",
                "{'Fn::Join': ['', ['arn:', {'Ref': 'AWS::Partition'}, ':sqs:us-east-1:012345678901:orders']]}",
                "'arn:aws:sns:us-east-1:012345678901:events'",
                "'arn:aws:dynamodb:us-east-1:012345678901:table/stock/index/by-price'",
                "'arn:aws:lambda:us-east-1:012345678901:function:sweep:live'",
                "'arn:aws:iam::012345678901:role/path/deploy'",
                "'arn:aws:logs:us-east-1:012345678901:log-group:/shop/log:*'",
                "'arn:aws:s3:::artifacts/key'",
                "{'S3Bucket': 'artifacts', 'S3Key': 'gateway.zip'}",
                "{'Fn::Sub': '012345678901.dkr.ecr.us-east-1.${AWS::URLSuffix}/shop/gateway:1.0'}"
            })
    void shouldDeployThePublisherFirst_whenAnotherStackNeedsAName(String value) {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .stack("reader", "'Any': {'Type': 'Any', 'Properties': {'Value': %s}}".formatted(value))
                .stack("publisher", PUBLISHER)
                .build());

        assertThat(names(graph.waves())).containsExactly(List.of("publisher"), List.of("reader"));
    }

    @Test
    void shouldDeployThePublisherFirst_whenATemplateParameterReadsFromSsm() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .template("reader", AssemblyFixture.REGION, """
                        {'Parameters': {'Url': {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/shop/url'}},
                         'Resources': {}}""")
                .stack("publisher", PUBLISHER)
                .build());

        assertThat(names(graph.waves())).containsExactly(List.of("publisher"), List.of("reader"));
    }

    @Test
    void shouldDeployTheOtherRegionFirst_whenACustomResourceReadsItsParameter() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .stack("reader", """
                        'Read': {'Type': 'Custom::AWS', 'Properties': {'Create': {'Fn::Join': ['', [
                          '{\\'service\\':\\'SSM\\',\\'action\\':\\'GetParameter\\',\\'region\\':\\'eu-west-1\\',',
                          '\\'parameters\\':{\\'Name\\':\\'/shop/url\\'}}']]}}}""")
                .template("publisher", "eu-west-1", "{'Resources': {" + PUBLISHER + "}}")
                .build());

        assertThat(names(graph.waves())).containsExactly(List.of("publisher"), List.of("reader"));
    }

    @Test
    void shouldDeployTheOriginalFirst_whenAnotherRegionNeedsAReplica() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .template("reader", "eu-west-1", """
                        {'Resources': {'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:secretsmanager:replicated}}'}}}}""")
                .stack("publisher", """
                        'Secret': {'Type': 'AWS::SecretsManager::Secret', 'Properties':
                          {'Name': 'replicated', 'ReplicaRegions': [{'Region': 'eu-west-1'}]}}""")
                .build());

        assertThat(names(graph.waves())).containsExactly(List.of("publisher"), List.of("reader"));
    }

    @Test
    void shouldDeployTheExporterFirst_whenAnotherStackImportsTheValue() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .stack("reader", "'Any': {'Type': 'Any', 'Properties': {'Value': {'Fn::ImportValue': 'vpc'}}}")
                .template("publisher", AssemblyFixture.REGION, """
                        {'Resources': {}, 'Outputs': {'Vpc': {'Value': 'x', 'Export': {'Name': 'vpc'}}}}""")
                .build());

        assertThat(names(graph.waves())).containsExactly(List.of("publisher"), List.of("reader"));
    }

    @Test
    void shouldFollowTheApp_whenItDeclaresADependency() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .stack("reader", "", "publisher")
                .stack("publisher", "")
                .build());

        assertThat(names(graph.waves())).containsExactly(List.of("publisher"), List.of("reader"));
        assertThat(graph.dependencies(graph.stacks().getFirst()))
                .extracting(Dependency::reason)
                .containsExactly("declared by the CDK app");
    }

    @Test
    void shouldNotWait_whenANameIsOnlyMentionedInAPolicy() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .stack("reader", """
                        'Policy': {'Type': 'AWS::SQS::QueuePolicy', 'Properties': {'PolicyDocument': {'Statement': [
                          {'Condition': {'ArnEquals': {'aws:SourceArn': 'arn:aws:sns:us-east-1:012345678901:events'}}}]}}}""")
                .stack("publisher", PUBLISHER)
                .build());

        assertThat(graph.waves()).hasSize(1);
    }

    @Test
    void shouldWait_whenAPolicyNamesTheRoleAsPrincipal() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .stack("reader", """
                        'Policy': {'Type': 'AWS::SQS::QueuePolicy', 'Properties': {'PolicyDocument': {'Statement': [
                          {'Principal': {'AWS': 'arn:aws:iam::012345678901:role/deploy'}}]}}}""")
                .stack("publisher", PUBLISHER)
                .build());

        assertThat(names(graph.waves())).containsExactly(List.of("publisher"), List.of("reader"));
    }

    @Test
    void shouldNotWait_whenTheNameBelongsToAnotherRegion() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .template("reader", "eu-west-1", """
                        {'Resources': {'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:/shop/url}}'}}}}""")
                .stack("publisher", PUBLISHER)
                .build());

        assertThat(graph.waves()).hasSize(1);
        assertThat(graph.external(graph.stacks().getFirst()))
                .extracting(Name::toString)
                .containsExactly("SSM parameter /shop/url");
    }

    @Test
    void shouldNameThePath_whenStacksDependOnEachOther() {
        var assembly = new AssemblyFixture()
                .stack("start", "'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:/a}}'}}")
                .stack("a", writes("/a") + ", 'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:/b}}'}}")
                .stack("b", writes("/b") + ", 'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:/c}}'}}")
                .stack("c", writes("/c") + ", 'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:/a}}'}}")
                .build();

        assertThatThrownBy(() -> DeploymentGraph.of(assembly))
                .isInstanceOf(StackException.class)
                .hasMessage("""
                        The stacks depend on each other in a cycle:
                          a needs b: SSM parameter /b
                          b needs c: SSM parameter /c
                          c needs a: SSM parameter /a""");
    }

    @Test
    void shouldFail_whenTwoStacksCreateTheSameName() {
        var assembly = new AssemblyFixture()
                .stack("one", writes("/a"))
                .stack("two", writes("/a"))
                .build();

        assertThatThrownBy(() -> DeploymentGraph.of(assembly))
                .isInstanceOf(StackException.class)
                .hasMessage("one and two both create the SSM parameter /a");
    }

    @Test
    void shouldKeepTheOrder_whenTheStackBetweenTwoChosenOnesIsNotDeployed() {
        DeploymentGraph graph = DeploymentGraph.of(new AssemblyFixture()
                .stack("last", "'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:/b}}'}}")
                .stack("between", writes("/b") + ", 'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:/a}}'}}")
                .stack("first", writes("/a"))
                .build());
        List<AssembledStack> chosen = graph.stacks().stream()
                .filter(stack -> !stack.id().equals("between"))
                .toList();

        assertThat(names(graph.waves(chosen))).containsExactly(List.of("first"), List.of("last"));
    }

    private static String writes(String parameter) {
        return "'P': {'Type': 'AWS::SSM::Parameter', 'Properties': {'Name': '%s', 'Value': 'x'}}".formatted(parameter);
    }

    private static List<List<String>> names(List<List<AssembledStack>> waves) {
        return waves.stream()
                .map(wave -> wave.stream().map(AssembledStack::id).toList())
                .toList();
    }
}
