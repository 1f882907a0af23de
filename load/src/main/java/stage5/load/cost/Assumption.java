package stage5.load.cost;

import java.math.BigDecimal;

/** A figure that is taken as given, and the reason. */
public record Assumption(BigDecimal value, String why) {

    public Assumption {
        if (why == null || why.isBlank()) {
            throw new IllegalArgumentException("An assumption has a reason");
        }
        if (value.signum() < 0) {
            throw new IllegalArgumentException("No figure of the model is negative: " + value);
        }
    }
}
