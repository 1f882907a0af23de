package stage5.load.gateway;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import stage5.load.http.HttpLoad;
import stage5.load.http.LoadPhase;
import stage5.load.http.LoadRun;

/** Ten times the rated load between two calm phases. */
final class FloodBench {

    private static final double TIMES = 10;
    private static final int CONNECTIONS = 1024;

    private final Testbed testbed;
    private final BenchSettings settings;

    FloodBench(Testbed testbed, BenchSettings settings) {
        this.testbed = testbed;
        this.settings = settings;
    }

    /** @param rated requests a second */
    FloodResult run(double rated) throws InterruptedException {
        testbed.startGateway(settings.warmUp(), settings.connections());
        AtomicReference<Double> calmPeak = new AtomicReference<>(Double.NaN);
        try (HttpLoad load = new HttpLoad(testbed.gateway());
                MemoryPeak memory = new MemoryPeak(testbed.gatewayProcess()::residentMiB)) {
            LoadRun run = load.openLoop(
                    testbed.requests().products(),
                    CONNECTIONS,
                    List.of(
                            new LoadPhase(rated, settings.phase()),
                            new LoadPhase(rated * TIMES, settings.phase(), () -> calmPeak.set(memory.take())),
                            new LoadPhase(rated, settings.phase())));
            return new FloodResult(run, settings.phase(), rated, calmPeak.get(), memory.take());
        }
    }
}
