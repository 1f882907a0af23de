package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static stage5.load.gateway.BenchRoute.PRODUCT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.load.overload.Bar;

class ThroughputResultTests {

    private static final double DIRECT = 500;

    private static ProxyRun run(int round, String proxy, double rate, int status, double millis) {
        return new ProxyRun(
                round,
                proxy,
                new RunFixtures().add(PRODUCT, 0, 1, rate, status, millis).run(1),
                rate / 1000);
    }

    /** Returns one run of each proxy and round. */
    private static List<ProxyRun> runs(double nginxRate, double gatewayRate, double nginxMillis, double gatewayMillis) {
        List<ProxyRun> runs = new ArrayList<>();
        IntStream.rangeClosed(1, 3).forEach(round -> {
            runs.add(run(round, "no proxy", DIRECT, 200, 1));
            runs.add(run(round, "nginx", nginxRate + round, 200, nginxMillis));
            runs.add(run(round, "gateway", gatewayRate + round, 200, gatewayMillis));
        });
        return runs;
    }

    private static List<String> missed(ThroughputResult result) {
        return result.result().bars().stream()
                .filter(bar -> !bar.ok())
                .map(Bar::what)
                .toList();
    }

    @Test
    void shouldReachEveryBar_whenTheGatewayIsFastEnough() {
        ThroughputResult result = new ThroughputResult(runs(400, 250, 4, 9), runs(120, 120, 1, 3.9));

        assertThat(result.ceiling("nginx")).isEqualTo(402);
        assertThat(result.ceiling("gateway")).isEqualTo(252);
        assertThat(missed(result)).isEmpty();
        assertThat(result.result().invalid()).isEmpty();
        assertThat(result.result().bars().getFirst().measured()).isEqualTo("63 %");
    }

    @Test
    void shouldMissABar_whenTheGatewayIsTooSlow() {
        assertThat(missed(new ThroughputResult(runs(400, 235, 4, 9), runs(120, 120, 1, 4.1))))
                .containsExactly("throughput, of nginx's", "p99 at the fixed rate, above nginx's");
    }

    @Test
    void shouldTakeTheRateFromNginx_whenTheGatewayCanHoldIt() {
        assertThat(new ThroughputResult(runs(400, 250, 4, 9), List.of()).steadyRate())
                .isCloseTo(0.3 * 402, within(1e-9));
    }

    @Test
    void shouldTakeTheRateFromTheGateway_whenItCannotHoldNginxs() {
        ThroughputResult ceilings = new ThroughputResult(runs(400, 20, 4, 9), List.of());
        assertThat(ceilings.steadyRate()).isCloseTo(0.3 * 22, within(1e-9));

        assertThat(missed(new ThroughputResult(ceilings.ceilings(), runs(6, 6, 1, 2))))
                .containsExactly("throughput, of nginx's", "the fixed rate, of nginx's ceiling");
    }

    @Test
    void shouldSayThatTheAimIsReached_whenItIs() {
        ThroughputResult result = new ThroughputResult(runs(400, 330, 4, 9), runs(120, 120, 1, 2));

        assertThat(result.result().bars().getFirst().measured()).isEqualTo("83 %, the aim is reached");
    }

    /** A proxy that answers errors fast is no fast proxy. */
    @Test
    void shouldNotCountErrors_whenARunHasSome() {
        ThroughputResult result =
                new ThroughputResult(List.of(run(1, "nginx", 100, 200, 1), run(1, "gateway", 300, 503, 1)), List.of());

        assertThat(result.ceiling("gateway")).isZero();
        assertThat(missed(result)).contains("throughput, of nginx's", "requests without success");
        assertThat(result.result().bars().getLast().measured()).isEqualTo("300 (503: 300)");
    }

    @Test
    void shouldLeaveNginxOut_whenItIsMissing() {
        PartResult result = new ThroughputResult(
                        List.of(run(1, "no proxy", DIRECT, 200, 1), run(1, "gateway", 300, 200, 1)),
                        List.of(run(1, "gateway", 90, 200, 1)))
                .result();

        assertThat(result.bars()).extracting(Bar::what).containsExactly("requests without success");
        assertThat(PartTable.of(result)).doesNotContain("nginx");
    }

    @Test
    void shouldBeInvalid_whenTheGeneratorIsTheBottleneck() {
        ThroughputResult result = new ThroughputResult(runs(480, 330, 4, 9), runs(120, 120, 1, 2));

        assertThat(result.result().invalid())
                .singleElement()
                .asString()
                .contains("500 requests/s", "less than 1.2 times");
    }

    @Test
    void shouldDivideCpuTimeByRequests_whenARunHasBoth() {
        assertThat(run(1, "gateway", 200, 200, 1).cpuMillisPerRequest()).isCloseTo(1.0, within(1e-9));
    }
}
