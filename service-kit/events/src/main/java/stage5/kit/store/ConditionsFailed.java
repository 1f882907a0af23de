package stage5.kit.store;

import java.util.Set;

/** Nothing of a {@link Change} was written, because the conditions with these labels did not hold. */
public final class ConditionsFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> labels;

    ConditionsFailed(Set<String> labels) {
        // An expected outcome, often on a hot path: no stack trace is worth its cost.
        super("Conditions did not hold: " + String.join(", ", labels), null, false, false);
        this.labels = Set.copyOf(labels);
    }

    /** Returns the labels of the parts whose condition did not hold. */
    public Set<String> labels() {
        return labels;
    }

    /** Returns whether the change had been made before, by the same event. */
    public boolean alreadyConsumed() {
        return labels.contains(Change.CONSUMED);
    }
}
