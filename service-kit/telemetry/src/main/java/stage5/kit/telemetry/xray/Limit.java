package stage5.kit.telemetry.xray;

/** Limits of AWS that spans have to observe, as documented in November 2026. */
public enum Limit {
    SPAN_SIZE(Stage.OTLP, Effect.REJECTED, 200 * 1024, "a span has at most 200 KB", Source.OTLP_ENDPOINT),
    RESOURCE_SIZE(
            Stage.OTLP,
            Effect.REJECTED,
            16 * 1024,
            "a resource with its scope has at most 16 KB; else the whole request is rejected",
            Source.OTLP_ENDPOINT),
    SPANS_IN_REQUEST(Stage.OTLP, Effect.REJECTED, 10_000, "a request has at most 10,000 spans", Source.OTLP_ENDPOINT),
    REQUEST_SIZE(
            Stage.OTLP,
            Effect.REJECTED,
            5 * 1024 * 1024,
            "a request has at most 5 MB, uncompressed",
            Source.OTLP_ENDPOINT),
    TIME_GAP(
            Stage.OTLP, Effect.REJECTED, 24, "the spans of a request are at most 24 hours apart", Source.OTLP_ENDPOINT),
    AGE(Stage.OTLP, Effect.REJECTED, 14, "a span is at most 14 days old", Source.OTLP_ENDPOINT),
    FUTURE(Stage.OTLP, Effect.REJECTED, 2, "a span is at most 2 hours in the future", Source.OTLP_ENDPOINT),
    SPANS_IN_TRACE(
            Stage.TRANSACTION_SEARCH,
            Effect.CUT,
            10_000,
            "a trace is shown with at most 10,000 spans",
            "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search.html"),
    LINKS_OF_SEGMENT(Stage.X_RAY, Effect.CUT, 20, "a segment is linked to at most 20 traces", Source.LINKS),
    LINKS_OF_TRACE(Stage.X_RAY, Effect.CUT, 100, "a trace has at most 100 links", Source.LINKS),
    DOCUMENT_SIZE(Stage.X_RAY, Effect.REJECTED, 64 * 1024, "a segment document has at most 64 KB", Source.SEGMENTS),
    NAME_LENGTH(Stage.X_RAY, Effect.CUT, 200, "the name of a segment has at most 200 characters", Source.SEGMENTS),
    TRACE_SIZE(Stage.X_RAY, Effect.CUT, 500 * 1024, "the documents of a trace have at most 500 KB", Source.QUOTAS),
    SLOW_TRACE_SIZE(
            Stage.X_RAY,
            Effect.MAY_BE_CUT,
            100 * 1024,
            "the documents of a trace have at most 100 KB if they arrive one by one; no page states the numbers in between",
            "https://repost.aws/knowledge-center/x-ray-trace-quota-error"),
    ANNOTATIONS(Stage.X_RAY, Effect.CUT, 50, "at most 50 annotations of a trace are indexed", Source.QUOTAS),
    TRACE_DURATION(Stage.X_RAY, Effect.REJECTED, 7, "a trace can be extended for 7 days", Source.QUOTAS);

    private final Stage stage;
    private final Effect effect;
    private final long most;
    private final String rule;
    private final String source;

    Limit(Stage stage, Effect effect, long most, String rule, String source) {
        this.stage = stage;
        this.effect = effect;
        this.most = most;
        this.rule = rule;
        this.source = source;
    }

    public Stage stage() {
        return stage;
    }

    public Effect effect() {
        return effect;
    }

    /** Returns the greatest permitted value: bytes for a size, days or hours for a time, else a number. */
    public long most() {
        return most;
    }

    public String rule() {
        return rule;
    }

    /** Returns the page of AWS that states the limit. */
    public String source() {
        return source;
    }

    /** Where a limit applies. */
    public enum Stage {
        /** The endpoint that receives spans. */
        OTLP("the OTLP endpoint"),

        /** The spans in CloudWatch Logs. */
        TRANSACTION_SEARCH("Transaction Search"),

        /** The segments that the spans are converted to. */
        X_RAY("X-Ray");

        private final String text;

        Stage(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What happens beyond a limit. */
    public enum Effect {
        REJECTED("rejected"),
        CUT("cut"),

        /** It depends on circumstances that are not documented. */
        MAY_BE_CUT("may be cut");

        private final String text;

        Effect(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private static final class Source {
        static final String OTLP_ENDPOINT =
                "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html";
        static final String LINKS = "https://docs.aws.amazon.com/xray/latest/devguide/xray-tracelinking.html";
        static final String SEGMENTS =
                "https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html";
        static final String QUOTAS = "https://docs.aws.amazon.com/general/latest/gr/xray.html";
    }
}
