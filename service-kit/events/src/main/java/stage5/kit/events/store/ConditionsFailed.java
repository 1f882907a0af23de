package stage5.kit.events.store;

import java.util.Set;

/** Fails the commit of a {@link Change} of which nothing was written, because conditions did not hold. */
public final class ConditionsFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> labels;

    ConditionsFailed(Set<String> labels) {
        // Expected, and frequent on hot paths: without a stack trace, which would cost more than the rest.
        super("Conditions did not hold: " + String.join(", ", labels), null, false, false);
        this.labels = Set.copyOf(labels);
    }

    /** Returns the labels of the items whose condition did not hold. */
    public Set<String> labels() {
        return labels;
    }
}
