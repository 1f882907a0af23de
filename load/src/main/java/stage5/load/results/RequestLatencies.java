package stage5.load.results;

import stage5.load.generator.Latencies;

/**
 * The latencies of one kind of request in one phase of one arm and round.
 *
 * @param request the kind's label, or {@value #ALL}
 */
public record RequestLatencies(String arm, int round, String model, String phase, String request, Latencies latencies) {

    /** All planned requests together. */
    public static final String ALL = "all";
}
