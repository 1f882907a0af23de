package stage5.load.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import stage5.load.http.Exchange;
import stage5.load.http.LoadRun;

/** Builds made-up runs. */
final class RunFixtures {

    private static final double NANOS = 1e9;

    private final List<Exchange> exchanges = new ArrayList<>();

    /** Adds exchanges that are due evenly within some seconds, each sent when it is due. */
    RunFixtures add(BenchRoute route, double fromSecond, double toSecond, double rate, int status, double millis) {
        long number = Math.round((toSecond - fromSecond) * rate);
        for (long i = 0; i < number; i++) {
            long due = (long) ((fromSecond + i / rate) * NANOS);
            exchanges.add(new Exchange(route.name(), due, due, due + (long) (millis * 1e6), status));
        }
        return this;
    }

    LoadRun run(double seconds) {
        return new LoadRun(exchanges, Duration.ofMillis((long) (seconds * 1000)));
    }
}
