package stage5.cdk.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.stack.alarm.AlarmState.ALARM;
import static stage5.stack.alarm.AlarmState.OK;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.cdk.Templates;
import stage5.cdk.alerts.RecordedMetrics;
import stage5.cdk.config.Form;
import stage5.stack.alarm.AlarmState;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** Evaluates the alarms on sums of five minutes; a function without lost spans reports none. */
class SpanLossAlarmsTests {

    private static final int PERIODS_PER_DAY = 24 * 12;
    private static final int INCIDENT = 6;

    /** Until then CloudWatch finds the last datapoint of the incident, because later ones are missing. */
    private static final int RECOVERED = INCIDENT + 4;

    private static final int LAST = 11;

    @Test
    void shouldFire_whenTheQueueDropsSpans() {
        SortedMap<Long, Double> recorded = new TreeMap<>(Map.of((long) INCIDENT, 3_000.0, INCIDENT + 1L, 20_000.0));

        List<AlarmState> states = states(recorded);

        assertThat(states.subList(0, INCIDENT)).containsOnly(OK);
        assertThat(states.subList(INCIDENT, INCIDENT + 2)).containsOnly(ALARM);
        assertThat(states.subList(RECOVERED, LAST + 1)).as("it recovers").containsOnly(OK);
    }

    @Test
    void shouldBeQuiet_whenNoSpanIsLost() {
        assertThat(states(new TreeMap<>())).containsOnly(OK);
    }

    @Test
    void shouldBeQuiet_whenOneRequestFails() {
        assertThat(states(new TreeMap<>(Map.of((long) INCIDENT, 512.0)))).containsOnly(OK);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldWatchEachService_whenInEitherForm(Form form) {
        assertThat(Topology.load().services())
                .extracting(ServiceTopology::service)
                .allSatisfy(service -> {
                    JsonNode alarm = alarm(form, service);
                    assertThat(alarm.at("/Dimensions/0/Name").asText()).isEqualTo("Service");
                    assertThat(alarm.at("/Dimensions/0/Value").asText()).isEqualTo(service);
                    assertThat(alarm.path("AlarmActions")).isNotEmpty();
                });
    }

    private static List<AlarmState> states(SortedMap<Long, Double> recorded) {
        return new RecordedMetrics(Map.of("stage5_spans_lost_total", recorded), PERIODS_PER_DAY)
                .states(alarm(Form.LAMBDA, "order-service"), 0, LAST);
    }

    private static JsonNode alarm(Form form, String service) {
        return Templates.of("prod", form)
                .get("stage5-prod-observability-us-east-1")
                .path("Resources")
                .valueStream()
                .map(resource -> resource.path("Properties"))
                .filter(properties ->
                        properties.path("AlarmName").asText().equals("stage5-prod-" + service + "-spans-lost"))
                .findFirst()
                .orElseThrow();
    }
}
