package stage5.acceptance.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import stage5.acceptance.client.Answer;
import stage5.acceptance.client.Http;
import stage5.acceptance.parity.Recording.Kind;

/** Records which spans a trace has, and under which others; how many of a kind, and how long, is left to chance. */
final class Spans {

    private final Http console;
    private final Recording recording;

    Spans(Http console, Recording recording) {
        this.console = console;
        this.recording = recording;
    }

    void record(Step step, TraceName trace) {
        Answer answer = console.get("/traces/" + trace.id());
        if (answer.status() == 404) {
            return;
        }
        JsonNode spans = answer.expect(200).json().path("spans");
        Map<String, String> labels = new HashMap<>();
        labels.put(TraceName.CLIENT_SPAN, "the client");
        spans.forEach(span -> labels.put(span.path("spanId").asText(), label(span)));
        recording.count(Kind.SPANS, spans.size());
        Set<String> edges = new TreeSet<>();
        for (JsonNode span : spans) {
            String parent = labels.getOrDefault(span.path("parentSpanId").asText(), "nothing that is known");
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
