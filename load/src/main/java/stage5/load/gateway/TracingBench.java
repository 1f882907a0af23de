package stage5.load.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import stage5.load.http.HttpLoad;
import stage5.load.http.LoadRun;

/**
 * Throughput of the gateway at several rates of sampling, interleaved: each round measures every rate once and begins with
 * another one. All runs have one process of the gateway, so that it is equally warm.
 */
final class TracingBench {

    private final Testbed testbed;
    private final BenchSettings settings;
    private final Consumer<String> lines;

    TracingBench(Testbed testbed, BenchSettings settings, Consumer<String> lines) {
        this.testbed = testbed;
        this.settings = settings;
        this.lines = lines;
    }

    /** A rate of sampling: of {@code sampledOf} requests one is sampled, of 0 none. */
    private record Rate(String name, int sampledOf) {}

    private static final List<Rate> RATES = List.of(
            new Rate(TracingResult.NONE, 0), new Rate(TracingResult.ONE_PERCENT, 100), new Rate(TracingResult.ALL, 1));

    TracingResult run() throws InterruptedException {
        testbed.startGateway(settings.warmUp(), settings.connections());
        for (Rate rate : RATES) {
            closedLoop(rate);
        }
        ProcessFamily gateway = testbed.gatewayProcess();
        List<ProxyRun> runs = new ArrayList<>();
        List<Rate> order = new ArrayList<>(RATES);
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Rate rate : order) {
                double before = gateway.cpuSeconds();
                LoadRun load = closedLoop(rate);
                runs.add(new ProxyRun(round, rate.name(), load, gateway.cpuSeconds() - before));
                lines.accept("Round %d, %s: %.0f requests/s"
                        .formatted(round, rate.name(), load.successes().perSecond()));
            }
            Collections.rotate(order, 1);
        }
        return new TracingResult(runs);
    }

    private LoadRun closedLoop(Rate rate) throws InterruptedException {
        try (HttpLoad load = new HttpLoad(testbed.gateway())) {
            return load.closedLoop(
                    testbed.requests().products(rate.sampledOf()), settings.connections(), settings.length());
        }
    }
}
