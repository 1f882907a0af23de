package stage5.aws.traces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import stage5.aws.account.SignedCalls;
import stage5.kit.telemetry.Span;
import stage5.stack.StackException;

/**
 * Retrieves traces from X-Ray's store of all spans, with <a
 * href="https://docs.aws.amazon.com/xray/latest/api/API_StartTraceRetrieval.html">StartTraceRetrieval</a> and <a
 * href="https://docs.aws.amazon.com/xray/latest/api/API_ListRetrievedTraces.html">ListRetrievedTraces</a>.
 */
public final class TraceRetrieval {

    private static final String SERVICE = "xray";

    /** At a second each. */
    private static final int MOST_POLLS = 120;

    private static final int EPOCH_DIGITS = 8;

    private final SignedCalls calls;
    private final String region;
    private final Pause pause;

    /** Waits for some time before the next look at a retrieval. */
    @FunctionalInterface
    public interface Pause {
        void await() throws InterruptedException;
    }

    public TraceRetrieval(SignedCalls calls, String region, Pause pause) {
        this.calls = calls;
        this.region = region;
        this.pause = pause;
    }

    /**
     * Returns the spans of the traces, after waiting until the retrieval is complete.
     *
     * @param traceIds in hexadecimal digits, as in {@code traceparent}
     * @throws StackException if X-Ray refuses a call, or the retrieval fails or takes too long
     */
    public List<Span> spans(List<String> traceIds, Instant from, Instant to) throws InterruptedException {
        String token = start(traceIds, from, to);
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            JsonNode page = page(token, null);
            String status = page.path("RetrievalStatus").asText();
            switch (status) {
                case "COMPLETE" -> {
                    return spans(token, page);
                }
                case "SCHEDULED", "RUNNING" -> pause.await();
                default -> throw new StackException("X-Ray's retrieval of the traces has ended: " + status);
            }
        }
        throw new StackException(
                "X-Ray's retrieval of the traces is not complete after %d polls".formatted(MOST_POLLS));
    }

    private String start(List<String> traceIds, Instant from, Instant to) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("StartTime", from.getEpochSecond())
                .put("EndTime", to.getEpochSecond());
        traceIds.forEach(id -> request.withArray("TraceIds").add(xrayId(id)));
        return call("/StartTraceRetrieval", request).path("RetrievalToken").asText();
    }

    private List<Span> spans(String token, JsonNode first) {
        List<Span> spans = new ArrayList<>();
        JsonNode page = first;
        while (true) {
            page.path("Traces").forEach(trace -> trace.path("Spans")
                    .forEach(span ->
                            spans.add(RetrievedSpan.of(span.path("Document").asText()))));
            String next = page.path("NextToken").asText("");
            if (next.isEmpty()) {
                return spans;
            }
            page = page(token, next);
        }
    }

    private JsonNode page(String token, String next) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("RetrievalToken", token)
                .put("TraceFormat", "OTEL");
        if (next != null) {
            request.put("NextToken", next);
        }
        return call("/ListRetrievedTraces", request);
    }

    private JsonNode call(String path, ObjectNode request) {
        SignedCalls.Response response = calls.post(SERVICE, SERVICE, region, path, request);
        if (!response.succeeded()) {
            throw new StackException("X-Ray responded to %s with %d: %s"
                    .formatted(path.substring(1), response.status(), response.body()));
        }
        return response.json();
    }

    /** Returns the id in <a
     * href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids">X-Ray's format</a>. */
    private static String xrayId(String traceId) {
        return "1-%s-%s".formatted(traceId.substring(0, EPOCH_DIGITS), traceId.substring(EPOCH_DIGITS));
    }
}
