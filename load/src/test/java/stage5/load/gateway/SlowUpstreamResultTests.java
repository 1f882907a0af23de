package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.load.gateway.BenchRoute.HOME;
import static stage5.load.gateway.BenchRoute.ORDER;
import static stage5.load.gateway.BenchRoute.PRODUCT;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.overload.Bar;
import stage5.stack.Component;

/** Three phases of 20 s: order-service is slow from second 20 to 40. */
class SlowUpstreamResultTests {

    private static SlowUpstreamResult result(RunFixtures run) {
        return new SlowUpstreamResult(run.run(60), Duration.ofSeconds(20), Component.ORDER);
    }

    private static List<String> missed(RunFixtures run) {
        return result(run).result().bars().stream()
                .filter(bar -> !bar.ok())
                .map(Bar::what)
                .toList();
    }

    private static RunFixtures orders(double recovered) {
        return new RunFixtures()
                .add(ORDER, 0, 20, 50, 200, 5)
                .add(ORDER, 20, 22, 50, 504, 1500)
                .add(ORDER, 22, recovered, 50, 503, 2)
                .add(ORDER, recovered, 60, 50, 200, 5);
    }

    @Test
    void shouldReachEveryBar_whenOnlyTheSlowRoutesFail() {
        RunFixtures run = orders(45)
                .add(PRODUCT, 0, 60, 50, 200, 5)
                .add(HOME, 0, 20, 10, 200, 9)
                .add(HOME, 20, 40, 10, 503, 5000);

        assertThat(missed(run)).isEmpty();
        assertThat(result(run).recovery()).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void shouldMissTheBars_whenOtherRoutesSuffer() {
        RunFixtures run = orders(45)
                .add(PRODUCT, 0, 20, 50, 200, 5)
                .add(PRODUCT, 20, 40, 45, 200, 11)
                .add(PRODUCT, 20, 40, 5, 503, 1)
                .add(PRODUCT, 40, 60, 50, 200, 5);

        assertThat(missed(run))
                .containsExactly("other routes, throughput of the quiet one", "other routes, p99 of the quiet one");
        assertThat(result(run).result().bars().getFirst().measured()).isEqualTo("90.0 %; failed: 100 (503: 100)");
    }

    @Test
    void shouldMissTheBars_whenTheSlowRoutesHangOrDoNotRecover() {
        RunFixtures slow = new RunFixtures()
                .add(PRODUCT, 0, 60, 50, 200, 5)
                .add(ORDER, 0, 20, 50, 200, 5)
                .add(ORDER, 20, 40, 50, 504, 1500)
                .add(ORDER, 40, 60, 50, 503, 2);

        assertThat(missed(slow))
                .containsExactly("routes of order-service, time to fail, p50", "recovery of these routes");
        assertThat(missed(orders(51).add(PRODUCT, 0, 60, 50, 200, 5))).containsExactly("recovery of these routes");
    }

    /** Every bar compares with the quiet phase. */
    @Test
    void shouldBeInvalid_whenRequestsFailInTheQuietPhase() {
        RunFixtures run = orders(45).add(PRODUCT, 0, 60, 50, 200, 5);
        assertThat(result(run).result().invalid()).isEmpty();

        assertThat(result(run.add(PRODUCT, 0, 20, 2, 503, 5)).result().invalid())
                .singleElement()
                .asString()
                .contains("40 (503: 40)", "--mixed-rate");
    }
}
