package stage5.load.cost;

/** How traces are billed. */
public enum TracingBilling {
    OFF("off"),
    /** By the GB of spans: CloudWatch Transaction Search, which X-Ray's OTLP endpoint requires. */
    SPANS("spans"),
    /** By the trace: X-Ray without Transaction Search. */
    TRACES("traces");

    private final String word;

    TracingBilling(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
