package stage5.load.cost;

/** Where spans go, which decides what is counted. */
public enum Tracing {
    OFF("off"),
    /** CloudWatch Transaction Search, as X-Ray's OTLP endpoint needs it: by the GB of spans. */
    SPANS("spans"),
    /** X-Ray without Transaction Search: by the trace. */
    TRACES("traces");

    private final String word;

    Tracing(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
