package stage5.cdk.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.cdk.config.Form;

/**
 * An environment of two services in two regions with a fence, which no case finds a fault in. Its templates can be changed, to plant one.
 */
final class MiniatureShop {

    static final String ACCOUNT = "012345678901";
    static final List<String> REGIONS = List.of("us-east-1", "us-west-2");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** In each region: a secret, a parameter, a table and the log group of either form. */
    private static final String SHARED = """
            {'Resources': {
              'Topic': {'Type': 'AWS::SSM::Parameter', 'Properties': {'Name': '/mini/topic', 'Value': 'topic'}},
              'Secret': {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'Name': 'mini/redis'}},
              'SecretVersion': {'Type': 'AWS::SSM::Parameter', 'Properties': {
                'Name': '/mini/redis/password-version', 'Value': 'initial'}},
              'Table': {'Type': 'AWS::DynamoDB::Table', 'DeletionPolicy': 'Delete', 'Properties': {'TableName': 'users'}},
              'Log': {'Type': 'AWS::Logs::LogGroup', 'DeletionPolicy': 'Delete', 'Properties': {'LogGroupName': '/mini/log'}}}}
            """;

    /** In the first region. */
    private static final String FENCE = """
            {'Resources': {
              'Fence': {'Type': 'AWS::DynamoDB::GlobalTable', 'DeletionPolicy': 'Delete', 'Properties': {
                'TableName': 'fence', 'MultiRegionConsistency': 'STRONG',
                'Replicas': [{'Region': 'us-east-1'}, {'Region': 'us-west-2'}],
                'GlobalTableWitnesses': [{'Region': 'us-east-2'}]}}}}
            """;

    private static final String ROLE = """
              'Role': {'Type': 'AWS::IAM::Role', 'Properties': {}},
              'Policy': {'Type': 'AWS::IAM::Policy', 'Properties': {'Roles': [{'Ref': 'Role'}], 'PolicyDocument': {'Statement': [
                {'Effect': 'Allow', 'Action': ['dynamodb:GetItem', 'dynamodb:PutItem'],
                 'Resource': {'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:012345678901:table/users'}},
                {'Effect': 'Allow', 'Action': 'dynamodb:GetItem',
                 'Resource': {'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:012345678901:table/fence'}}]}}},
            """;

    private static final String FUNCTION = """
            {'Parameters': {'Needed': {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': 'NEEDED'}},
             'Resources': {
            ROLE
              'Function': {'Type': 'AWS::Lambda::Function', 'Properties': {
                'FunctionName': 'SERVICE-http', 'Code': {'S3Key': 'SERVICE/latest/code.zip'},
                'Role': {'Fn::GetAtt': ['Role', 'Arn']},
                'LoggingConfig': {'LogGroup': '/mini/log'},
                'Environment': {'Variables': {
                  'NEEDED': {'Ref': 'Needed'}, 'PASSWORD_NAME': 'mini/redis', 'STAGE5_FENCE_TABLE': 'fence'}}}},
              'VersionA': {'Type': 'AWS::Lambda::Version', 'Properties': {'FunctionName': {'Ref': 'Function'}}},
              'Live': {'Type': 'AWS::Lambda::Alias', 'Properties': {
                'FunctionName': {'Ref': 'Function'}, 'FunctionVersion': {'Fn::GetAtt': ['VersionA', 'Version']}}},
              'Schedule': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Name': 'SERVICE-sweep', 'State': 'STATE'}},
              'Url': {'Type': 'AWS::SSM::Parameter', 'Properties': {
                'Name': '/mini/SERVICE/url', 'Value': 'https://SERVICE.example'}}}}
            """.replace("ROLE", ROLE);

    private static final String TASKS = """
            {'Parameters': {'Needed': {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': 'NEEDED'}},
             'Resources': {
            ROLE
              'Task': {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {
                'TaskRoleArn': {'Fn::GetAtt': ['Role', 'Arn']}, 'ContainerDefinitions': [{
                'Image': 'example.com/stage5/gateway:latest',
                'Environment': [
                  {'Name': 'NEEDED', 'Value': {'Ref': 'Needed'}},
                  {'Name': 'STAGE5_FENCE_TABLE', 'Value': 'fence'},
                  {'Name': 'QUARKUS_SCHEDULER_ENABLED', 'Value': 'STATE'}]}]}},
              'Service': {'Type': 'AWS::ECS::Service', 'Properties': {
                'ServiceName': 'SERVICE', 'TaskDefinition': {'Ref': 'Task'}}},
              'Url': {'Type': 'AWS::SSM::Parameter', 'Properties': {
                'Name': '/mini/SERVICE/url', 'Value': 'https://SERVICE.example'}}}}
            """.replace("ROLE", ROLE);

    private final BiFunction<String, String, String> change;

    private MiniatureShop(BiFunction<String, String, String> change) {
        this.change = change;
    }

    static MiniatureShop withoutFault() {
        return new MiniatureShop((stack, template) -> template);
    }

    /** Returns the shop with a text of the stack's template replaced; fails if no template of the stack contains it. */
    static MiniatureShop with(String changed, String text, String replacement) {
        String all = SHARED + FENCE + FUNCTION + TASKS;
        if (!all.contains(text)) {
            throw new IllegalArgumentException("No template contains " + text);
        }
        return new MiniatureShop(
                (stack, template) -> stack.equals(changed) ? template.replace(text, replacement) : template);
    }

    /** Returns the shop with a further replacement in the same way. */
    MiniatureShop and(String changed, String text, String replacement) {
        MiniatureShop more = with(changed, text, replacement);
        return new MiniatureShop((stack, template) -> more.change.apply(stack, change.apply(stack, template)));
    }

    Replay replay(Form form) {
        Form other = form == Form.LAMBDA ? Form.FARGATE : Form.LAMBDA;
        String first = REGIONS.getFirst();
        return new Replay(
                assembly(form, form, first),
                assembly(form, other, first),
                assembly(other, other, first),
                ignored -> assembly(form, form, REGIONS.getLast()));
    }

    private CloudAssembly assembly(Form gateway, Form called, String active) {
        List<AssembledStack> stacks = new ArrayList<>();
        for (String region : REGIONS) {
            boolean isActive = region.equals(active);
            stacks.add(compute("gateway", region, gateway, "/mini/user-service/url", isActive));
            stacks.add(compute(Replay.CALLED, region, called, "/mini/topic", isActive));
            stacks.add(stack("shared", region, change.apply("shared", SHARED)));
        }
        stacks.add(stack("fence", REGIONS.getFirst(), change.apply("fence", FENCE)));
        return new CloudAssembly(Path.of("."), stacks);
    }

    private AssembledStack compute(String name, String region, Form form, String needed, boolean active) {
        String template = form == Form.LAMBDA ? FUNCTION : TASKS;
        String state = form == Form.LAMBDA ? active ? "ENABLED" : "DISABLED" : Boolean.toString(active);
        return stack(
                name,
                region,
                change.apply(name, template)
                        .replace("SERVICE", name)
                        .replace("'NEEDED'}}", "'" + needed + "'}}")
                        .replace("STATE", state));
    }

    private AssembledStack stack(String name, String region, String template) {
        return new AssembledStack(
                name + "-" + region,
                name,
                ACCOUNT,
                region,
                Map.of("stage5:stack", name),
                false,
                List.of(),
                json(template.replace('\'', '"')));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
