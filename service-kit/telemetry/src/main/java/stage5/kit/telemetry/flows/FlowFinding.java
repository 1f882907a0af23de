package stage5.kit.telemetry.flows;

/**
 * A difference between a flow's spans and its contract.
 *
 * @param step the step of the contract
 * @param traceId of the span, or of the one that a missing span should refer to
 */
public record FlowFinding(String flow, String step, Defect defect, String message, String traceId) {

    /** What is wrong. */
    public enum Defect {
        /** There is no span: it was not made, was lost, or its context was dropped. */
        MISSING,

        /** There are more spans than allowed. */
        TOO_MANY,

        /** The span refers to the earlier one in another way. */
        EDGE,

        /** The span's parent is not stored. */
        ORPHAN,

        /** The span has another kind. */
        KIND,

        /** Another service made the span. */
        SERVICE,

        /** An attribute is missing or has another value. */
        ATTRIBUTE,

        /** The span begins before its cause: clocks differ. */
        CLOCK,

        /** The span begins too long after its cause. */
        WAIT
    }
}
