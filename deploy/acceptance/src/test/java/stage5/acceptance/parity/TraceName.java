package stage5.acceptance.parity;

/** The trace of the n-th step, the same in each form (<a href="https://www.w3.org/TR/trace-context/">W3C</a>). */
record TraceName(int step) {

    static final String CLIENT_SPAN = "00f067aa0ba902b7";

    String id() {
        return "5a6e0000000000000000%012x".formatted(step + 1);
    }

    String sampled() {
        return "00-%s-%s-01".formatted(id(), CLIENT_SPAN);
    }

    /** For what is asked an unknown number of times: there is no one shape of such a trace. */
    String unsampled() {
        return "00-%s-%s-00".formatted(id(), CLIENT_SPAN);
    }
}
