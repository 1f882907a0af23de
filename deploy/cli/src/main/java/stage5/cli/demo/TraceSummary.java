package stage5.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.Api;

/** Sums up what the trace store knows of a trace. */
final class TraceSummary {

    /** Spans are exported in batches, and the last ones come when the mail is long there. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private TraceSummary() {}

    /** Returns a clause about the trace, once its spans have stopped coming or the timeout is over. */
    static String await(Api console, String traceId) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        int before = -1;
        JsonNode spans = spans(console, traceId);
        while (System.nanoTime() < deadline && (spans.isEmpty() || spans.size() != before)) {
            before = spans.size();
            Thread.sleep(POLL_INTERVAL);
            spans = spans(console, traceId);
        }
        Set<String> services = new TreeSet<>();
        spans.forEach(span -> services.add(span.path("service").asText()));
        return "%d spans of %s".formatted(spans.size(), String.join(", ", services));
    }

    private static JsonNode spans(Api console, String traceId) throws InterruptedException {
        ApiResponse answer = console.get("/traces/" + traceId).expect(200, 404);
        return answer.json().path("spans");
    }
}
