package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A row of {@code rounds.csv}: one value of one metric of one arm in one round.
 *
 * @param position of the arm within the round, from 1
 * @param model the load model, or {@code none}
 * @param phase {@code cold} or {@code warm}
 * @param part a service, or {@value #SHOP} for all five
 * @param valid false if the generator was the bottleneck or the round failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"round", "position", "arm", "model", "phase", "part", "metric", "unit", "value", "valid"})
public record ObservationRow(
        int round,
        int position,
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
