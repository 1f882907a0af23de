package stage5.load.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import stage5.load.generator.LoadException;
import stage5.load.http.EventStreams;
import stage5.load.http.HttpLoad;
import stage5.load.http.LoadPhase;
import stage5.load.http.LoadRun;
import stage5.load.overload.Bar;

/** Memory of the gateway with many idle event streams beside mixed load. */
final class IdleStreamsBench {

    private static final double MOST_MIB = 256;
    private static final Duration OPENING = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 256;
    private static final String SUBJECT = "gateway";
    private static final double P99 = 99;

    private final Testbed testbed;
    private final BenchSettings settings;

    IdleStreamsBench(Testbed testbed, BenchSettings settings) {
        this.testbed = testbed;
        this.settings = settings;
    }

    PartResult run() throws InterruptedException {
        testbed.startGateway(settings.warmUp(), settings.connections());
        ProcessFamily gateway = testbed.gatewayProcess();
        double before = gateway.residentMiB();
        try (EventStreams streams = new EventStreams(testbed.gateway());
                HttpLoad load = new HttpLoad(testbed.gateway());
                MemoryPeak memory = new MemoryPeak(gateway::residentMiB)) {
            int opened = streams.open(testbed.requests().streams(settings.streams()), OPENING);
            if (opened == 0) {
                throw new LoadException("The gateway has opened no event stream");
            }
            LoadRun run = load.openLoop(
                    testbed.requests().mixed(),
                    CONNECTIONS,
                    List.of(new LoadPhase(settings.streamsRate(), settings.phase())));
            return result(before, memory.take(), streams.open(), run);
        }
    }

    private PartResult result(double before, double peak, int open, LoadRun run) {
        return new PartResult(
                BenchPart.STREAMS,
                List.of(
                        row("event streams at the end", "streams", open),
                        row(
                                "requests beside them",
                                "requests/s",
                                run.successes().perSecond()),
                        row("p99 of these requests", "ms", run.latencies().percentile(P99)),
                        row("resident memory after warm-up", "MiB", before),
                        row("resident memory, peak", "MiB", peak)),
                List.of(
                        new Bar(
                                "resident memory, peak",
                                "at most 256 MiB",
                                String.format(Locale.ROOT, "%.0f MiB", peak),
                                peak <= MOST_MIB),
                        new Bar(
                                "event streams open at the end",
                                Integer.toString(settings.streams()),
                                Integer.toString(open),
                                open == settings.streams()),
                        new Bar("requests without success", "0", run.failures(), run.successShare() == 1)),
                List.of());
    }

    private static Measurement row(String measure, String unit, double value) {
        return new Measurement(BenchPart.STREAMS.toString(), 1, SUBJECT, measure, unit, value);
    }
}
