package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.stack.alarm.AlarmState.ALARM;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.Templates;
import stage5.cdk.alerts.RecordedMetrics;
import stage5.cdk.config.Form;

/** The alarms that roll a deployment back, evaluated on the datapoints of good and bad releases, one a minute. */
class RollbackTests {

    /** The limit of <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html">CodeDeploy</a>. */
    private static final int MAX_ALARMS = 10;

    private static final int MINUTES = 15;
    private static final int PER_DAY = 24 * 60;

    @ParameterizedTest
    @CsvSource({
        // A tenth of 60 requests a minute is answered with 500.
        "gateway, gateway-http, 5xx, 6",
        "order-service, order-http, 5xx, 6",
        "order-service, order-http, Duration, 2500",
        "order-service, order-http, Errors, 3",
        "order-service, order-queues, stage5_consumer_failed_total, 20",
        "order-service, order-queues, ApproximateNumberOfMessagesVisible, 1",
        "order-service, order-queues, ApproximateAgeOfOldestMessage, 400",
        "notification-worker, notification-queues, stage5_consumer_failed_total, 20",
        "notification-worker, notification-queues, ApproximateAgeOfOldestMessage, 400"
    })
    void shouldRollAFunctionBack_whenItsReleaseIsBad(String service, String function, String metric, double value) {
        List<JsonNode> alarms = alarmsOfFunction(service, function);

        assertThat(fires(alarms, metric, minutes(value))).isTrue();
        assertThat(fires(alarms, metric, new TreeMap<>(Map.of(3L, value))))
                .as("one bad minute")
                .isEqualTo(metric.equals("ApproximateNumberOfMessagesVisible"));
        assertThat(fires(alarms, metric, minutes(0))).as("a good release").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "order-service, HTTPCode_Target_5XX_Count, 6",
        "order-service, TargetResponseTime, 2.5",
        "order-service, stage5_consumer_failed_total, 20",
        "notification-worker, stage5_consumer_failed_total, 20",
        "notification-worker, ApproximateAgeOfOldestMessage, 400",
        "notification-worker, ApproximateNumberOfMessagesVisible, 1"
    })
    void shouldRollTasksBack_whenTheirReleaseIsBad(String service, String metric, double value) {
        List<JsonNode> alarms = alarmsOfTasks(service);

        assertThat(fires(alarms, metric, minutes(value))).isTrue();
        assertThat(fires(alarms, metric, minutes(0))).as("a good release").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service", "notification-worker", "gateway"})
    void shouldStayWithinCodeDeploysLimit_whenAFunctionHasManyQueues(String service) {
        assertThat(resources(template(service, Form.LAMBDA), "AWS::CodeDeploy::DeploymentGroup"))
                .isNotEmpty()
                .allSatisfy(group ->
                        assertThat(group.at("/AlarmConfiguration/Alarms")).hasSizeBetween(3, MAX_ALARMS));
    }

    private static boolean fires(List<JsonNode> alarms, String metric, SortedMap<Long, Double> recorded) {
        List<JsonNode> watching = alarms.stream()
                .filter(alarm -> alarm.path("MetricName").asText().equals(metric))
                .toList();
        assertThat(watching).as("alarms on " + metric).isNotEmpty();
        return watching.stream().anyMatch(alarm -> new RecordedMetrics(Map.of(metric, recorded), PER_DAY)
                .states(alarm, 0, MINUTES)
                .contains(ALARM));
    }

    private static SortedMap<Long, Double> minutes(double value) {
        SortedMap<Long, Double> minutes = new TreeMap<>();
        IntStream.rangeClosed(0, MINUTES).forEach(minute -> minutes.put((long) minute, value));
        return minutes;
    }

    private static List<JsonNode> alarmsOfFunction(String service, String function) {
        JsonNode template = template(service, Form.LAMBDA);
        JsonNode group = template.path("Resources").properties().stream()
                .filter(resource ->
                        resource.getValue().path("Type").asText().equals("AWS::CodeDeploy::DeploymentGroup"))
                .filter(resource -> resource.getKey().contains(function.replace("-", "")))
                .findFirst()
                .orElseThrow()
                .getValue();
        return alarms(
                template, group.at("/Properties/AlarmConfiguration/Alarms").findValuesAsText("Ref"));
    }

    private static List<JsonNode> alarmsOfTasks(String service) {
        JsonNode template = template(service, Form.FARGATE);
        JsonNode running = resources(template, "AWS::ECS::Service").findFirst().orElseThrow();
        return alarms(
                template,
                running.at("/DeploymentConfiguration/Alarms/AlarmNames").findValuesAsText("Ref"));
    }

    private static List<JsonNode> alarms(JsonNode template, List<String> ids) {
        return ids.stream()
                .map(id -> template.path("Resources").path(id).path("Properties"))
                .toList();
    }

    private static Stream<JsonNode> resources(JsonNode template, String type) {
        return template.path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"));
    }

    private static JsonNode template(String service, Form form) {
        return Templates.of("prod", form).get("stage5-prod-%s-us-east-1".formatted(service));
    }
}
