package stage5.stack.alarm.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SampleTests {

    private static final Sample DURATIONS = Sample.of(List.of(30.0, 10.0, 200.0, 20.0));

    @Test
    void shouldComputeEachStatistic_whenTheValuesAreKnown() {
        assertThat(DURATIONS.statistic("Sum")).hasValue(260);
        assertThat(DURATIONS.statistic("SampleCount")).hasValue(4);
        assertThat(DURATIONS.statistic("Average")).hasValue(65);
        assertThat(DURATIONS.statistic("Maximum")).hasValue(200);
        assertThat(DURATIONS.statistic("p99")).hasValue(200);
        assertThat(DURATIONS.statistic("p50")).hasValue(20);
        assertThat(DURATIONS.statistic("TC(:199)")).hasValue(3);
        assertThat(DURATIONS.statistic("TC(:5)")).hasValue(0);
        assertThatThrownBy(() -> DURATIONS.statistic("IQM")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAddDistributions_whenTheirBoundsDiffer() {
        Sample sum = DURATIONS.plus(Sample.ofBuckets(90, 3, new TreeMap<>(Map.of(25.0, 1.0, 50.0, 3.0))));

        assertThat(sum.statistic("TC(:25)")).hasValue(3);
        assertThat(sum.statistic("TC(:50)")).hasValue(6);
        assertThat(sum.statistic("p99")).hasValue(200);
        assertThat(sum.statistic("Sum")).hasValue(350);
    }

    @Test
    void shouldHaveNoPercentile_whenOnlyTheSumIsKnown() {
        assertThat(Sample.of(7).statistic("p99")).isEmpty();
        assertThat(Sample.of(7).statistic("TC(:9)")).isEmpty();
        assertThat(Sample.of(7).plus(Sample.of(9)).statistic("Maximum")).hasValue(9);
    }
}
