package stage5.load.gateway;

import java.time.Duration;
import java.util.List;
import stage5.load.http.HttpLoad;
import stage5.load.http.LoadPhase;
import stage5.load.http.LoadRun;

/** Mixed load over all routes in three phases: all upstreams well, one slow, all well again. */
final class SlowUpstreamBench {

    private static final Duration DELAY = Duration.ofSeconds(5);

    /** As many as there are requests in a few seconds, so that slow responses do not hold up others in the generator. */
    private static final int CONNECTIONS = 4096;

    private final Testbed testbed;
    private final BenchSettings settings;

    SlowUpstreamBench(Testbed testbed, BenchSettings settings) {
        this.testbed = testbed;
        this.settings = settings;
    }

    SlowUpstreamResult run() throws InterruptedException {
        testbed.startGateway(settings.warmUp(), settings.connections());
        double rate = settings.mixedRate();
        try (HttpLoad load = new HttpLoad(testbed.gateway())) {
            LoadRun run = load.openLoop(
                    testbed.requests().mixed(),
                    CONNECTIONS,
                    List.of(
                            new LoadPhase(rate, settings.phase()),
                            new LoadPhase(rate, settings.phase(), () -> testbed.delay(settings.slow(), DELAY)),
                            new LoadPhase(
                                    rate, settings.phase(), () -> testbed.delay(settings.slow(), Duration.ZERO))));
            return new SlowUpstreamResult(run, settings.phase(), settings.slow());
        }
    }
}
