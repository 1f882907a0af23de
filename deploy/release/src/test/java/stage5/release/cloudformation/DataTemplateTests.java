package stage5.release.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.StackException;

class DataTemplateTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SERVICE = """
            {
              "Parameters": {
                "Vpc": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/stage5/dev/network/vpc"},
                "Stage": {"Type": "String", "Default": "dev"},
                "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/version"}
              },
              "Rules": {"CheckBootstrapVersion": {}},
              "Outputs": {"Url": {"Value": {"Ref": "Function"}}},
              "Resources": {
                "Table": {"Type": "AWS::DynamoDB::GlobalTable", "DependsOn": ["Function"],
                  "Properties": {"TableName": "orders", "Replicas": [{"SSESpecification": {"KMSMasterKeyId": {"Ref": "Key"}}}]}},
                "Key": {"Type": "AWS::KMS::Key", "Properties": {}},
                "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "${Stage}-order-events"}}},
                "Queue": {"Type": "AWS::SQS::Queue",
                  "Properties": {"RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}}}},
                "Dead": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders-dlq"}},
                "Policy": {"Type": "AWS::SQS::QueuePolicy", "DependsOn": "Queue",
                  "Properties": {"Queues": [{"Ref": "Queue"}]}},
                "TopicParameter": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Ref": "Topic"}}},
                "FunctionParameter": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Ref": "Function"}}},
                "PlainParameter": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": "plain"}},
                "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Vpc": {"Ref": "Vpc"}}}
              }
            }""";

    private static final String SUBSCRIPTIONS = """
            {
              "Parameters": {"TopicArn": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/stage5/dev/o/topic-arn"}},
              "Resources": {"Subscription": {"Type": "AWS::SNS::Subscription",
                "Properties": {"TopicArn": {"Ref": "TopicArn"}, "Protocol": "sqs"}}}
            }""";

    @TempDir
    Path assembly;

    @Test
    void shouldKeepDataAndMessagingWithReferences_whenTheTemplateHasOthers() throws IOException {
        JsonNode body = DataTemplate.of("orders", tree(SERVICE)).body();

        assertThat(body.path("Resources").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Table", "Key", "Topic", "Queue", "Dead", "Policy", "TopicParameter");
        assertThat(body.path("Parameters").fieldNames()).toIterable().containsExactly("Stage");
        assertThat(body.has("Rules")).isFalse();
        assertThat(body.has("Outputs")).isFalse();
        assertThat(body.at("/Resources/Table").has("DependsOn")).isFalse();
        assertThat(body.at("/Resources/Policy/DependsOn")).isEqualTo(JSON.readTree("[\"Queue\"]"));
    }

    @Test
    void shouldThrow_whenDataRefersToAnotherType() {
        assertThatThrownBy(() -> DataTemplate.of("orders", tree("""
                        {"Resources": {
                          "Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Principal": {"Fn::GetAtt": "Role.Arn"}}},
                          "Role": {"Type": "AWS::IAM::Role"}}}""")))
                .isInstanceOf(StackException.class)
                .hasMessage("The data of orders needs Role, a AWS::IAM::Role");
    }

    @Test
    void shouldPutSubscriptionsLastAndSkipStacksWithoutData_whenReadingAnAssembly() throws IOException {
        stack("a-subscriptions", SUBSCRIPTIONS);
        stack("b-orders", SERVICE);
        stack("c-network", "{\"Resources\": {\"Vpc\": {\"Type\": \"AWS::EC2::VPC\"}}}");
        Files.writeString(assembly.resolve("manifest.json"), """
                {"artifacts": {"one": %s, "two": %s, "three": %s, "tree": {"type": "cdk:tree", "properties": {}}}}""".formatted(
                        artifact("a-subscriptions"), artifact("b-orders"), artifact("c-network")));

        List<DataTemplate> templates = DataTemplates.read(assembly);

        assertThat(templates).extracting(DataTemplate::stackName).containsExactly("b-orders", "a-subscriptions");
    }

    private void stack(String name, String template) throws IOException {
        Files.writeString(assembly.resolve(name + ".template.json"), template);
    }

    private static String artifact(String name) {
        return """
                {"type": "aws:cloudformation:stack", "properties": {"templateFile": "%1$s.template.json", "stackName": "%1$s"}}""".formatted(name);
    }

    private static ObjectNode tree(String json) throws IOException {
        return (ObjectNode) JSON.readTree(json);
    }
}
