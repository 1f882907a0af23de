package stage5.load.cost;

import java.math.BigDecimal;

/** An assumed value of the cost model, with its reason. */
public record Assumption(BigDecimal value, String why) {

    public Assumption {
        if (why == null || why.isBlank()) {
            throw new IllegalArgumentException("An assumption needs a reason");
        }
        if (value.signum() < 0) {
            throw new IllegalArgumentException("An assumed value cannot be negative: " + value);
        }
    }
}
