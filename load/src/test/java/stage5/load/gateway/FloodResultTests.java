package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.load.gateway.BenchRoute.PRODUCT;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.http.Exchange;
import stage5.load.overload.Bar;

/** Three phases of 10 s; the rated load is 50 requests a second, so the flood is 500. */
class FloodResultTests {

    private static final double RATED = 50;

    private static RunFixtures calm(double normalFrom) {
        return new RunFixtures()
                .add(PRODUCT, 0, 10, RATED, 200, 5)
                .add(PRODUCT, 20, normalFrom, RATED, 200, 500)
                .add(PRODUCT, normalFrom, 30, RATED, 200, 5);
    }

    private static FloodResult result(RunFixtures run, double floodMiB) {
        return new FloodResult(run.run(30), Duration.ofSeconds(10), RATED, 200, floodMiB);
    }

    private static List<String> missed(RunFixtures run, double floodMiB) {
        return result(run, floodMiB).result().bars().stream()
                .filter(bar -> !bar.ok())
                .map(Bar::what)
                .toList();
    }

    @Test
    void shouldReachEveryBar_whenTheRestIsShedAtOnce() {
        RunFixtures run = calm(24).add(PRODUCT, 10, 20, 45, 200, 90).add(PRODUCT, 10, 20, 455, 503, 20);

        assertThat(missed(run, 300)).isEmpty();
        assertThat(result(run, 300).recovery()).hasValue(Duration.ofSeconds(4));
        assertThat(result(run, 300).result().invalid()).isEmpty();
    }

    @Test
    void shouldHaveRecovered_whenASecondIsAsSlowAsTheSlowestCalmOne() {
        RunFixtures run = new RunFixtures()
                .add(PRODUCT, 0, 5, RATED, 200, 5)
                .add(PRODUCT, 5, 6, RATED, 200, 70)
                .add(PRODUCT, 6, 10, RATED, 200, 5)
                .add(PRODUCT, 10, 20, 500, 503, 20)
                .add(PRODUCT, 20, 28, RATED, 200, 5)
                .add(PRODUCT, 28, 29, RATED, 200, 65)
                .add(PRODUCT, 29, 30, RATED, 200, 5);

        assertThat(result(run, 200).recovery()).hasValue(Duration.ZERO);
    }

    @Test
    void shouldMissTheBars_whenTheFloodDoesHarm() {
        RunFixtures run = calm(26).add(PRODUCT, 10, 20, 44, 200, 90)
                .add(PRODUCT, 10, 20, 446, 429, 60)
                .add(PRODUCT, 10, 20, 10, Exchange.LOST, 5000);

        assertThat(missed(run, 301))
                .containsExactly(
                        "successes in the flood, of the rated load",
                        "sent to shed (429 or 503), p99",
                        "neither success nor shed",
                        "resident memory, of the calm phase's",
                        "end of the flood to normal");
    }

    @Test
    void shouldBeInvalid_whenTheGeneratorDidNotSendTheFlood() {
        RunFixtures run = calm(20).add(PRODUCT, 10, 20, 440, 200, 5).add(PRODUCT, 10, 20, 60, Exchange.NOT_SENT, 0);

        assertThat(result(run, 200).result().invalid())
                .singleElement()
                .asString()
                .contains("only 88 %");
        assertThat(missed(run, 200)).isEmpty();
    }

    @Test
    void shouldBeInvalid_whenRequestsFailBeforeTheFlood() {
        RunFixtures run = calm(20).add(PRODUCT, 0, 10, 1, 503, 5).add(PRODUCT, 10, 20, 500, 200, 5);

        assertThat(result(run, 200).result().invalid())
                .singleElement()
                .asString()
                .contains("10 (503: 10)", "--rated");
    }
}
