package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A row of {@code rounds.csv}: one metric of one part in one round.
 *
 * @param part a service, or {@code shop} for all of it
 * @param valid false where the generator was the bottleneck, or the round failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Measurement(
        int round,
        String arm,
        String model,
        String phase,
        String part,
        String metric,
        String unit,
        double value,
        boolean valid) {

    /** The part that stands for all services together. */
    public static final String SHOP = "shop";
}
