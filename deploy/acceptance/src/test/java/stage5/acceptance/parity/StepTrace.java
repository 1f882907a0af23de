package stage5.acceptance.parity;

/** The trace context of one step, equal in both forms (<a href="https://www.w3.org/TR/trace-context/">W3C</a>). */
record StepTrace(int step) {

    static final String CLIENT_SPAN = "00f067aa0ba902b7";

    String id() {
        return "5a6e0000000000000000%012x".formatted(step + 1);
    }

    /** Returns a sampled W3C {@code traceparent}. */
    String sampled() {
        return "00-%s-%s-01".formatted(id(), CLIENT_SPAN);
    }

    /** Returns a context that is not sampled, for requests that repeat: the number of their spans varies. */
    String unsampled() {
        return "00-%s-%s-00".formatted(id(), CLIENT_SPAN);
    }
}
