package stage5.load.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import stage5.load.http.LoadRun;

/** Finds when a run became normal again. */
final class Recovery {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(100);

    private Recovery() {}

    /**
     * Returns the time from {@code since} to the first second from which on every second is normal; empty if the last second
     * of the run is not.
     */
    static Optional<Duration> time(LoadRun run, Duration since, Predicate<LoadRun> normal) {
        Optional<Duration> recovered = Optional.empty();
        for (Duration from = since; from.plus(WINDOW).compareTo(run.length()) <= 0; from = from.plus(STEP)) {
            if (!normal.test(run.between(from, from.plus(WINDOW)))) {
                recovered = Optional.empty();
            } else if (recovered.isEmpty()) {
                recovered = Optional.of(from.minus(since));
            }
        }
        return recovered;
    }
}
