package stage5.gateway.stale;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import stage5.gateway.upstream.UpstreamResponse;

/**
 * A copy of a good response. It is stored as one line of JSON with its time and headers, followed by the unchanged
 * body.
 *
 * @param at when the response was received
 * @param headers the response's headers that describe the body
 */
record StaleCopy(Instant at, Map<String, String> headers, Buffer body) {

    private static final Set<String> HEADERS =
            Set.of("Content-Type", "Content-Language", "ETag", "Last-Modified", "Link", "Vary");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEAD = new TypeReference<>() {};
    private static final String AT = ":at";
    private static final byte END_OF_HEAD = '\n';

    static StaleCopy of(UpstreamResponse response, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            String value = response.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new StaleCopy(now, headers, response.body());
    }

    static StaleCopy read(byte[] stored) {
        try {
            int end = 0;
            while (stored[end] != END_OF_HEAD) {
                end++;
            }
            Map<String, String> head = JSON.readValue(stored, 0, end, HEAD);
            Instant at = Instant.ofEpochMilli(Long.parseLong(head.remove(AT)));
            return new StaleCopy(at, head, Buffer.buffer(Arrays.copyOfRange(stored, end + 1, stored.length)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a stored copy", e);
        }
    }

    Buffer write() {
        try {
            Map<String, String> head = new LinkedHashMap<>(headers);
            head.put(AT, Long.toString(at.toEpochMilli()));
            return Buffer.buffer(JSON.writeValueAsBytes(head))
                    .appendByte(END_OF_HEAD)
                    .appendBuffer(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a copy", e);
        }
    }

    /**
     * Returns the copy as a response that is marked as stale: by {@code Cache-Status} (<a
     * href="https://www.rfc-editor.org/rfc/rfc9211">RFC 9211</a>), and by a simpler header for other clients.
     */
    UpstreamResponse toResponse(Instant now) {
        long age = Math.max(0, Duration.between(at, now).toSeconds());
        MultiMap marked = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(marked::set);
        marked.set("Age", Long.toString(age));
        marked.set("Cache-Status", "stage5-gateway; hit; ttl=%d; detail=stale-if-error".formatted(-age));
        marked.set(StaleCopyStore.STALE, "true");
        return new UpstreamResponse(200, marked, body);
    }
}
