package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.load.overload.Bar;

class TracingResultTests {

    @ParameterizedTest
    @CsvSource({"1000, 970, 850, true, true", "1000, 960, 900, false, true", "1000, 1010, 840, true, false"})
    void shouldCompareWithoutSampling_whenARateIsJudged(
            double none, double onePercent, double all, boolean onePercentReached, boolean allReached) {
        List<Bar> bars = result(none, onePercent, all, 200).bars();

        assertThat(bars).extracting(Bar::ok).containsExactly(onePercentReached, allReached, true);
    }

    @Test
    void shouldTakeTheMedian_whenOneRoundIsSlow() {
        List<ProxyRun> runs = new ArrayList<>();
        for (double rate : List.of(1000.0, 100.0, 1000.0)) {
            runs.addAll(runs(rate, 1000, 1000, 200));
        }

        assertThat(new TracingResult(runs).result().bars())
                .extracting(Bar::measured)
                .startsWith("0.0 %", "0.0 %");
    }

    @Test
    void shouldMissTheBar_whenRequestsFail() {
        assertThat(result(1000, 1000, 1000, 503).bars().getLast().ok()).isFalse();
    }

    private static PartResult result(double none, double onePercent, double all, int status) {
        return new TracingResult(runs(none, onePercent, all, status)).result();
    }

    private static List<ProxyRun> runs(double none, double onePercent, double all, int status) {
        return List.of(
                run(TracingResult.NONE, none, status),
                run(TracingResult.ONE_PERCENT, onePercent, status),
                run(TracingResult.ALL, all, status));
    }

    private static ProxyRun run(String rate, double perSecond, int status) {
        return new ProxyRun(
                1,
                rate,
                new RunFixtures()
                        .add(BenchRoute.PRODUCT, 0, 1, perSecond, status, 2)
                        .run(1),
                0.5);
    }
}
