package stage5.cdk.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.stack.alarm.AlarmState.ALARM;
import static stage5.stack.alarm.AlarmState.OK;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stage5.cdk.Templates;
import stage5.cdk.alerts.RecordedMetrics;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.stack.alarm.AlarmState;

/** Evaluates the alarms on the used memory of each minute, in percent. */
class SessionMemoryAlarmsTests {

    private static final int MINUTES_PER_DAY = 24 * 60;
    private static final int LAST = 19;

    @Test
    void shouldFire_whenTheMemoryFillsUp() {
        SortedMap<Long, Double> recorded = new TreeMap<>();
        for (long minute = 0; minute <= LAST; minute++) {
            recorded.put(minute, 50.0 + 4 * minute);
        }

        List<AlarmState> states = states(recorded);

        assertThat(states.subList(0, 7)).as("up to 74 %").containsOnly(OK);
        assertThat(states.indexOf(ALARM)).as("before the memory is full").isBetween(7, 11);
        assertThat(states.subList(11, LAST + 1)).containsOnly(ALARM);
    }

    @Test
    void shouldRecover_whenTheClusterHasMoreMemory() {
        SortedMap<Long, Double> recorded = new TreeMap<>();
        for (long minute = 0; minute <= LAST; minute++) {
            recorded.put(minute, minute < 8 ? 90.0 : 45.0);
        }

        List<AlarmState> states = states(recorded);

        assertThat(states.get(7)).isEqualTo(ALARM);
        assertThat(states.getLast()).isEqualTo(OK);
    }

    @Test
    void shouldBeQuiet_whenSessionsComeAndExpire() {
        SortedMap<Long, Double> recorded = new TreeMap<>();
        for (long minute = 0; minute <= LAST; minute++) {
            recorded.put(minute, 60.0 + 15 * Math.sin(minute));
        }

        assertThat(states(recorded)).containsOnly(OK);
    }

    @Test
    void shouldBeQuiet_whenOneMinuteIsAnOutlier() {
        SortedMap<Long, Double> recorded = new TreeMap<>();
        for (long minute = 0; minute <= LAST; minute++) {
            recorded.put(minute, minute == 9 ? 80.0 : 40.0);
        }

        assertThat(states(recorded)).containsOnly(OK);
    }

    @Test
    void shouldWatchEachNodeOfTheClusterOfSessions() {
        int replicas = DeploymentEnvironments.load("prod").data().redis().replicas();
        String sessions = sessionsCluster();

        assertThat(alarms()).hasSize(1 + replicas);
        for (int node = 1; node <= 1 + replicas; node++) {
            JsonNode alarm = alarms().get(node - 1);
            assertThat(alarm.at("/Namespace").asText()).isEqualTo("AWS/ElastiCache");
            assertThat(alarm.at("/Dimensions/0/Name").asText()).isEqualTo("CacheClusterId");
            assertThat(alarm.at("/Dimensions/0/Value/Fn::Join/1/0/Ref").asText())
                    .isEqualTo(sessions);
            assertThat(alarm.at("/Dimensions/0/Value/Fn::Join/1/1").asText()).isEqualTo("-00" + node);
            assertThat(alarm.path("AlarmActions")).isNotEmpty();
        }
    }

    private static List<AlarmState> states(SortedMap<Long, Double> recorded) {
        return new RecordedMetrics(Map.of("DatabaseMemoryUsagePercentage", recorded), MINUTES_PER_DAY)
                .states(alarms().getFirst(), 0, LAST);
    }

    private static String sessionsCluster() {
        return template()
                .path("Resources")
                .propertyStream()
                .filter(resource -> resource.getValue()
                        .at("/Properties/ReplicationGroupDescription")
                        .asText()
                        .startsWith("Sessions"))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static List<JsonNode> alarms() {
        return template()
                .path("Resources")
                .valueStream()
                .map(resource -> resource.path("Properties"))
                .filter(properties -> properties.path("AlarmName").asText().startsWith("stage5-prod-sessions-memory-"))
                .sorted(Comparator.comparing(
                        properties -> properties.path("AlarmName").asText()))
                .toList();
    }

    private static JsonNode template() {
        return Templates.of("prod", Form.LAMBDA).get("stage5-prod-redis-us-east-1");
    }
}
