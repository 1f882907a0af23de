package stage5.acceptance.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Answer;

/** A trace as the local cloud's trace store has it. */
record Trace(List<Span> spans) {

    record Span(String spanId, String parentSpanId, String service, String name, String kind, String dbSystem) {}

    static Trace read(String traceId) {
        Answer answer = Shop.console().get("/traces/" + traceId);
        List<Span> spans = new ArrayList<>();
        if (answer.status() == 200) {
            for (JsonNode span : answer.json().path("spans")) {
                JsonNode attributes = span.path("attributes");
                spans.add(new Span(
                        span.path("spanId").asText(),
                        span.path("parentSpanId").asText(""),
                        span.path("service").asText(),
                        span.path("name").asText(),
                        span.path("kind").asText(),
                        attributes
                                .path("db.system")
                                .asText(attributes.path("db.system.name").asText(""))));
            }
        }
        return new Trace(spans);
    }

    /** Returns a random id of so many bytes: 16 for a trace's, 8 for a span's. */
    static String id(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    Set<String> services() {
        return spans.stream().map(Span::service).collect(Collectors.toSet());
    }

    boolean has(String service, String name) {
        return !named(service, name).isEmpty();
    }

    List<Span> named(String service, String name) {
        return spans.stream()
                .filter(span -> span.service().equals(service) && span.name().equals(name))
                .toList();
    }

    Span only(String service, String kind) {
        List<Span> found = spans.stream()
                .filter(span -> span.service().equals(service) && span.kind().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("One " + kind + " span of " + service + " expected, not " + found);
        }
        return found.getFirst();
    }

    /** Returns the span's parent, or null where it is not in the store. */
    Span parent(Span child) {
        return spans.stream()
                .filter(span -> span.spanId().equals(child.parentSpanId()))
                .findFirst()
                .orElse(null);
    }
}
