package stage5.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;

/** Summarises a trace in the local cloud's trace store. */
final class TraceSummary {

    /** Spans are exported in batches, so the last ones arrive after the mail. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private TraceSummary() {}

    /** Waits until no more spans arrive or the time-out has passed, and returns a summary of the trace. */
    static String await(Api console, String traceId) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        int previous = -1;
        JsonNode spans = spans(console, traceId);
        while (System.nanoTime() < deadline && (spans.isEmpty() || spans.size() != previous)) {
            previous = spans.size();
            Thread.sleep(POLL_INTERVAL);
            spans = spans(console, traceId);
        }
        Set<String> services = new TreeSet<>();
        spans.forEach(span -> services.add(span.path("service").asText()));
        return "%d spans of %s".formatted(spans.size(), String.join(", ", services));
    }

    private static JsonNode spans(Api console, String traceId) throws InterruptedException {
        ApiResponse response = console.get("/traces/" + traceId).expect(200, 404);
        return response.json().path("spans");
    }
}
