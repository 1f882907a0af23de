package stage5.load.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import stage5.stack.Component;

/**
 * What the benchmark of the gateway does.
 *
 * @param rounds of the comparisons: with nginx, and of rates of sampling
 * @param length of one measured run of a comparison
 * @param warmUp load on a new gateway before it is measured
 * @param phase length of each phase of the other parts
 * @param connections of the closed loop
 * @param streams idle event streams
 * @param streamsRate requests a second beside the streams
 * @param mixedRate requests a second over all routes, with one slow upstream
 * @param slow the service whose upstream is slow
 * @param rated requests a second that the flood multiplies; empty for half of the measured ceiling
 * @param nginx the executable; empty to find it
 */
public record BenchSettings(
        Set<BenchPart> parts,
        int rounds,
        Duration length,
        Duration warmUp,
        Duration phase,
        int connections,
        int streams,
        double streamsRate,
        double mixedRate,
        Component slow,
        Optional<Double> rated,
        Optional<Path> nginx) {

    /** The admission limit of the gateway for event streams is not much higher. */
    private static final int MOST_STREAMS = 1000;

    private static final Duration SHORTEST_PHASE = Duration.ofSeconds(1);

    public BenchSettings {
        parts = Set.copyOf(parts);
        require(!parts.isEmpty(), "There must be a part to run");
        require(rounds >= 1, "There must be at least one round");
        require(connections >= 1, "There must be at least one connection");
        require(streams >= 1 && streams <= MOST_STREAMS, "The event streams must be 1 to " + MOST_STREAMS);
        require(
                length.compareTo(SHORTEST_PHASE) >= 0
                        && warmUp.compareTo(SHORTEST_PHASE) >= 0
                        && phase.compareTo(SHORTEST_PHASE) >= 0,
                "A run, a warm-up or a phase must take at least 1 s");
        require(streamsRate > 0 && mixedRate > 0 && rated.orElse(1.0) > 0, "A rate must be positive");
        require(
                slow == Component.CATALOG || slow == Component.ORDER || slow == Component.USER,
                "The slow upstream must be catalog-service, order-service or user-service");
        require(
                !parts.contains(BenchPart.FLOOD) || rated.isPresent() || parts.contains(BenchPart.THROUGHPUT),
                "Without the part throughput, the flood needs --rated");
        require(nginx.isEmpty() || nginx.get().toFile().canExecute(), "nginx is not executable: " + nginx.orElse(null));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
