package stage5.cdk.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;

class AlertsStackTests {

    private static SynthesisedStack stack;

    @BeforeAll
    static void synthesise() {
        stack = SynthesisedStack.of(
                app -> new AlertsStack(app, new StackLocation(DeploymentEnvironments.load("prod"), "us-east-1")));
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(stack.findings()).isEmpty();
    }

    @Test
    void shouldSendMail_whenAnAlarmFires() {
        assertThat(stack.only("AWS::SNS::Subscription"))
                .containsEntry("Protocol", "email")
                .containsEntry("Endpoint", "oncall@stage5.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudwatch", "budgets", "costalerts"})
    void shouldAllowPublishersOfTheAccountOnly_whenTheTopicIsEncrypted(String publisher) {
        Map<String, Object> publisherStatement = Map.of(
                "Principal",
                Map.of("Service", publisher + ".amazonaws.com"),
                "Condition",
                Map.of("StringEquals", Map.of("aws:SourceAccount", "333333333333")));
        stack.template()
                .hasResourceProperties(
                        "AWS::KMS::Key",
                        policy("KeyPolicy", publisherStatement, List.of("kms:Decrypt", "kms:GenerateDataKey")));
        stack.template()
                .hasResourceProperties(
                        "AWS::SNS::TopicPolicy", policy("PolicyDocument", publisherStatement, "sns:Publish"));
    }

    @Test
    void shouldPublishItsTopicsArn_whenDeployed() {
        assertThat(stack.only("AWS::SSM::Parameter")).containsEntry("Name", "/stage5/prod/alerts/topic-arn");
    }

    private static Map<String, Object> policy(String property, Map<String, Object> publisherStatement, Object actions) {
        Map<String, Object> statement = new TreeMap<>(publisherStatement);
        statement.put("Action", actions);
        return Map.of(property, objectLike(Map.of("Statement", arrayWith(List.of(objectLike(statement))))));
    }
}
