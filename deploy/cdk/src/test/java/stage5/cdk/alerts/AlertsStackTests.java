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
import stage5.cdk.Site;
import stage5.cdk.Synthesised;
import stage5.cdk.config.Environments;

class AlertsStackTests {

    private static Synthesised alerts;

    @BeforeAll
    static void synthesise() {
        alerts = Synthesised.of(app -> new AlertsStack(app, new Site(Environments.load("prod"), "us-east-1")));
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(alerts.findings()).isEmpty();
    }

    @Test
    void shouldTellByMail_whenAnAlarmGoesOff() {
        assertThat(alerts.only("AWS::SNS::Subscription"))
                .containsEntry("Protocol", "email")
                .containsEntry("Endpoint", "oncall@stage5.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudwatch", "budgets", "costalerts"})
    void shouldLetThePublisherOfTheAccountUseTopicAndKey_whenTheTopicIsEncrypted(String publisher) {
        Map<String, Object> theirs = Map.of(
                "Principal",
                Map.of("Service", publisher + ".amazonaws.com"),
                "Condition",
                Map.of("StringEquals", Map.of("aws:SourceAccount", "333333333333")));
        alerts.template()
                .hasResourceProperties(
                        "AWS::KMS::Key", policy("KeyPolicy", theirs, List.of("kms:Decrypt", "kms:GenerateDataKey")));
        alerts.template()
                .hasResourceProperties("AWS::SNS::TopicPolicy", policy("PolicyDocument", theirs, "sns:Publish"));
    }

    @Test
    void shouldTellOthersItsTopic_whenDeployed() {
        assertThat(alerts.only("AWS::SSM::Parameter")).containsEntry("Name", "/stage5/prod/alerts/topic-arn");
    }

    private static Map<String, Object> policy(String property, Map<String, Object> theirs, Object actions) {
        Map<String, Object> statement = new TreeMap<>(theirs);
        statement.put("Action", actions);
        return Map.of(property, objectLike(Map.of("Statement", arrayWith(List.of(objectLike(statement))))));
    }
}
