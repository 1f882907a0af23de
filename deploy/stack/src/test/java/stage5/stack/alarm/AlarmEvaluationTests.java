package stage5.stack.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.stack.alarm.MetricAlarm.Comparison;
import stage5.stack.alarm.MetricAlarm.MissingData;

class AlarmEvaluationTests {

    private static final int PERIODS = 3;
    private static final MetricStat METRIC =
            new MetricStat("Shop", "failures", new TreeMap<>(), Duration.ofMinutes(1), "Sum");

    /**
     * The tables of <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html">how
     * alarms treat missing data</a>: an alarm of three periods, its latest five datapoints, of which X breaches.
     */
    @ParameterizedTest
    @CsvSource({
        "3, 0 - X - X, OK, OK, OK, OK",
        "3, 0 - - - -, OK, OK, OK, OK",
        "3, - - - - -, INSUFFICIENT_DATA, retained, ALARM, OK",
        "3, 0 X X - X, ALARM, ALARM, ALARM, ALARM",
        "3, - - X - -, ALARM, retained, ALARM, OK",
        "2, 0 - X - X, ALARM, ALARM, ALARM, ALARM",
        "2, 0 0 X 0 X, ALARM, ALARM, ALARM, ALARM",
        "2, 0 - X - -, OK, OK, ALARM, OK",
        "2, - - - - 0, OK, OK, ALARM, OK",
        "2, - - - X -, ALARM, retained, ALARM, OK",
        // The text below the tables: no premature alarm.
        "3, - - - - X, retained, retained, ALARM, OK",
        "3, - - - X -, retained, retained, ALARM, OK"
    })
    void shouldTreatMissingDataAsDocumented(
            int needed, String datapoints, String missing, String ignore, String breaching, String notBreaching) {
        for (AlarmState before : AlarmState.values()) {
            assertThat(state(needed, datapoints, MissingData.MISSING, before)).isEqualTo(expected(missing, before));
            assertThat(state(needed, datapoints, MissingData.IGNORE, before)).isEqualTo(expected(ignore, before));
            assertThat(state(needed, datapoints, MissingData.BREACHING, before)).isEqualTo(expected(breaching, before));
            assertThat(state(needed, datapoints, MissingData.NOT_BREACHING, before))
                    .isEqualTo(expected(notBreaching, before));
        }
    }

    @Test
    void shouldStateTheDatapoints_whenEvaluated() {
        assertThat(evaluation(2, "0 0 X 0 X", MissingData.MISSING).next(AlarmState.OK, 4))
                .isEqualTo(new AlarmResult(
                        AlarmState.ALARM, "2 of 3 datapoints [9, 0, 9] are greater than the threshold 5; 2 needed"));
        assertThat(evaluation(2, "- - - - -", MissingData.MISSING)
                        .next(AlarmState.OK, 4)
                        .reason())
                .isEqualTo("No datapoint in the last 5 periods");
    }

    @Test
    void shouldHaveInsufficientData_whenTheBandHasTooFewEarlierPeriods() {
        MetricAlarm alarm = new MetricAlarm(
                "refusals", "", true, queries(), "metric", Comparison.ABOVE, 0, 3.0, 3, 3, MissingData.IGNORE);
        MetricSource source = recorded("0 0 0 0 0 0 9 9 9");

        assertThat(new AlarmEvaluation(alarm, source, AnomalyModel.recent(7, 20)).states(6, 8))
                .containsOnly(AlarmState.INSUFFICIENT_DATA);
        assertThat(new AlarmEvaluation(alarm, source, AnomalyModel.recent(6, 20))
                        .next(AlarmState.OK, 8)
                        .state())
                .isEqualTo(AlarmState.ALARM);
    }

    private static AlarmState expected(String state, AlarmState before) {
        return state.equals("retained") ? before : AlarmState.valueOf(state);
    }

    private static AlarmState state(int needed, String datapoints, MissingData treatment, AlarmState before) {
        return evaluation(needed, datapoints, treatment).next(before, 4).state();
    }

    private static AlarmEvaluation evaluation(int needed, String datapoints, MissingData treatment) {
        MetricAlarm alarm = new MetricAlarm(
                "failures", "", true, queries(), "metric", Comparison.ABOVE, 5, null, PERIODS, needed, treatment);
        return new AlarmEvaluation(alarm, recorded(datapoints), AnomalyModel.recent(1, 10));
    }

    private static List<MetricQuery> queries() {
        return List.of(MetricQuery.of("metric", METRIC));
    }

    private static MetricSource recorded(String datapoints) {
        SortedMap<Long, Double> values = new TreeMap<>();
        String[] all = datapoints.split(" ");
        for (int i = 0; i < all.length; i++) {
            if (!all[i].equals("-")) {
                values.put((long) i, all[i].equals("X") ? 9 : Double.parseDouble(all[i]));
            }
        }
        return new MetricSource() {
            @Override
            public SortedMap<Long, Double> datapoints(MetricStat metric, long first, long last) {
                return values.subMap(first, last + 1);
            }

            @Override
            public long firstPeriod(Duration length) {
                return 0;
            }
        };
    }
}
