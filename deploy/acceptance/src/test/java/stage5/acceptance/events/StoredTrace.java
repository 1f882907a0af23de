package stage5.acceptance.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiResponse;

/** A trace that was read from the local cloud's trace store. */
record StoredTrace(List<Span> spans) {

    record Span(String spanId, String parentSpanId, String service, String name, String kind, String dbSystem) {}

    /** Returns the trace, without spans if the store does not have it. */
    static StoredTrace read(String traceId) {
        ApiResponse response = ShopUnderTest.console().get("/traces/" + traceId);
        List<Span> spans = new ArrayList<>();
        if (response.status() == 200) {
            for (JsonNode span : response.json().path("spans")) {
                JsonNode attributes = span.path("attributes");
                spans.add(new Span(
                        span.path("spanId").asText(),
                        span.path("parentSpanId").asText(""),
                        span.path("service").asText(),
                        span.path("name").asText(),
                        span.path("kind").asText(),
                        attributes.path("db.system.name").asText("")));
            }
        }
        return new StoredTrace(spans);
    }

    /** Returns a random id in hexadecimal digits: 16 bytes for a trace, 8 for a span. */
    static String randomHex(int bytes) {
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

    /** Returns the service's only span of the kind; fails if there is none or more than one. */
    Span only(String service, String kind) {
        List<Span> found = spans.stream()
                .filter(span -> span.service().equals(service) && span.kind().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("One " + kind + " span of " + service + " expected, not " + found);
        }
        return found.getFirst();
    }

    /** Returns the span's parent, or null if the store does not have it. */
    Span parent(Span child) {
        return spans.stream()
                .filter(span -> span.spanId().equals(child.parentSpanId()))
                .findFirst()
                .orElse(null);
    }
}
