package stage5.acceptance.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.parity.Recording.Kind;

/** Records which kinds of spans a trace has, each with its parent's. Their number and duration are not compared. */
final class SpanRecorder {

    private final ApiClient console;
    private final Recording recording;

    SpanRecorder(ApiClient console, Recording recording) {
        this.console = console;
        this.recording = recording;
    }

    void record(ScriptStep step, StepTrace trace) {
        ApiResponse response = console.get("/traces/" + trace.id());
        if (response.status() == 404) {
            return;
        }
        JsonNode spans = response.expect(200).json().path("spans");
        Map<String, String> labels = new HashMap<>();
        labels.put(StepTrace.CLIENT_SPAN, "the client");
        spans.forEach(span -> labels.put(span.path("spanId").asText(), label(span)));
        recording.count(Kind.SPANS, spans.size());
        Set<String> edges = new TreeSet<>();
        for (JsonNode span : spans) {
            String parent = labels.getOrDefault(span.path("parentSpanId").asText(), "an unknown span");
            edges.add(label(span) + " under " + parent);
        }
        edges.forEach(edge -> recording.add(Kind.SPANS.at(step.name() + "/" + edge), "there"));
    }

    private static String label(JsonNode span) {
        return "%s %s \"%s\""
                .formatted(
                        span.path("service").asText(),
                        span.path("kind").asText(),
                        span.path("name").asText());
    }
}
