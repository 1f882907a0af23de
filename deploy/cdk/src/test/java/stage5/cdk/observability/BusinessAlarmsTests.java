package stage5.cdk.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static stage5.stack.alarm.AlarmState.ALARM;
import static stage5.stack.alarm.AlarmState.OK;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.cdk.Templates;
import stage5.cdk.alerts.RecordedMetrics;
import stage5.cdk.config.Form;
import stage5.stack.alarm.AlarmState;

/**
 * The alarms on business metrics, evaluated on two weeks of datapoints as functions report them: the sum of five minutes, and
 * no datapoint if nothing has changed. The shop sells by day, and hardly anything at night.
 */
class BusinessAlarmsTests {

    private static final int PERIODS_PER_HOUR = 12;
    private static final int PERIODS_PER_DAY = 24 * PERIODS_PER_HOUR;
    private static final int DAYS = 14;

    /** Noon of the last day, when the incident begins. */
    private static final int NOON = (DAYS - 1) * PERIODS_PER_DAY + 12 * PERIODS_PER_HOUR;

    private static final int MIDNIGHT = (DAYS - 1) * PERIODS_PER_DAY;
    private static final int HOUR = PERIODS_PER_HOUR;

    /** Returns the names and metrics of the alarms on too few. */
    static Stream<Arguments> tooFew() {
        return Stream.of(
                arguments("orders-accepted", "stage5_orders_placed_total"),
                arguments("orders-confirmed", "stage5_orders_confirmed_total"),
                arguments("mails", "stage5_mails_total"));
    }

    /** Returns the names and metrics of the alarms on too many. */
    static Stream<Arguments> tooMany() {
        return Stream.of(
                arguments("payments-refused", "stage5_orders_rejected_total"),
                arguments("payments-timed-out", "stage5_orders_rejected_total"));
    }

    @ParameterizedTest
    @MethodSource("tooFew")
    void shouldFire_whenNothingIsReportedByDay(String alarm, String metric) {
        SortedMap<Long, Double> recorded = usualDays(200);
        recorded.subMap((long) NOON, (long) NOON + HOUR).clear();

        assertThat(states(alarm, metric, recorded, NOON - HOUR, NOON - 1)).containsOnly(OK);
        assertThat(states(alarm, metric, recorded, NOON - HOUR, NOON + HOUR - 1).getLast())
                .isEqualTo(ALARM);
    }

    @ParameterizedTest
    @MethodSource("tooFew")
    void shouldFire_whenAFifthIsReportedByDay(String alarm, String metric) {
        SortedMap<Long, Double> recorded = usualDays(200);
        recorded.subMap((long) NOON, (long) NOON + HOUR).replaceAll((period, value) -> Math.floor(value / 5));

        assertThat(states(alarm, metric, recorded, NOON - HOUR, NOON + HOUR - 1).getLast())
                .isEqualTo(ALARM);
    }

    @ParameterizedTest
    @MethodSource("tooFew")
    void shouldBeQuiet_whenNothingIsReportedAtNight(String alarm, String metric) {
        SortedMap<Long, Double> recorded = usualDays(200);
        recorded.subMap((long) MIDNIGHT, (long) MIDNIGHT + HOUR).clear();

        assertThat(states(alarm, metric, recorded, MIDNIGHT - HOUR, MIDNIGHT + 2 * HOUR))
                .doesNotContain(ALARM);
    }

    @ParameterizedTest
    @MethodSource({"tooFew", "tooMany"})
    void shouldBeQuiet_whenADayIsAsUsual(String alarm, String metric) {
        assertThat(states(alarm, metric, usualDays(200), NOON - 12 * HOUR, NOON + 11 * HOUR))
                .doesNotContain(ALARM);
    }

    @ParameterizedTest
    @MethodSource("tooMany")
    void shouldFire_whenManyPaymentsFail(String alarm, String metric) {
        SortedMap<Long, Double> recorded = usualDays(4);
        for (long period = NOON; period < NOON + HOUR; period++) {
            recorded.put(period, 60.0);
        }

        assertThat(states(alarm, metric, recorded, NOON - HOUR, NOON + HOUR - 1).getLast())
                .isEqualTo(ALARM);
    }

    /** Returns the datapoints of all days; {@code noon} is the usual sum of five minutes at noon. */
    private static SortedMap<Long, Double> usualDays(double noon) {
        Random random = new Random(5);
        SortedMap<Long, Double> recorded = new TreeMap<>();
        for (long period = 0; period < DAYS * PERIODS_PER_DAY; period++) {
            double time = 2 * Math.PI * (period % PERIODS_PER_DAY) / PERIODS_PER_DAY;
            double usual = noon * Math.pow((1 - Math.cos(time)) / 2, 2);
            double sum = Math.floor(usual + random.nextGaussian() * (1 + usual / 20));
            if (sum > 0) {
                recorded.put(period, sum);
            }
        }
        return recorded;
    }

    private static List<AlarmState> states(
            String name, String metric, SortedMap<Long, Double> recorded, int first, int last) {
        return new RecordedMetrics(Map.of(metric, recorded), PERIODS_PER_DAY).states(alarm(name), first, last);
    }

    private static JsonNode alarm(String name) {
        return Templates.of("prod", Form.LAMBDA)
                .get("stage5-prod-observability-us-east-1")
                .path("Resources")
                .valueStream()
                .map(resource -> resource.path("Properties"))
                .filter(properties -> properties.path("AlarmName").asText().equals("stage5-prod-" + name + "-unusual"))
                .findFirst()
                .orElseThrow();
    }
}
