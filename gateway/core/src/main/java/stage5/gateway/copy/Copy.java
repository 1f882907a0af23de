package stage5.gateway.copy;

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
import stage5.gateway.upstream.UpstreamAnswer;

/**
 * A good answer that is kept. In the store: a line of JSON with the time and the headers, then the body as it came.
 *
 * @param headers those of the answer that say what the body is
 */
record Copy(Instant at, Map<String, String> headers, Buffer body) {

    private static final Set<String> HEADERS =
            Set.of("Content-Type", "Content-Language", "ETag", "Last-Modified", "Link", "Vary");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEAD = new TypeReference<>() {};
    private static final String AT = ":at";
    private static final byte END_OF_HEAD = '\n';

    static Copy of(UpstreamAnswer answer, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            String value = answer.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new Copy(now, headers, answer.body());
    }

    static Copy read(byte[] stored) {
        try {
            int end = 0;
            while (stored[end] != END_OF_HEAD) {
                end++;
            }
            Map<String, String> head = JSON.readValue(stored, 0, end, HEAD);
            Instant at = Instant.ofEpochMilli(Long.parseLong(head.remove(AT)));
            return new Copy(at, head, Buffer.buffer(Arrays.copyOfRange(stored, end + 1, stored.length)));
        } catch (IOException e) {
            throw new UncheckedIOException("A stored copy can't be read", e);
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
            throw new UncheckedIOException("A copy can't be written", e);
        }
    }

    /**
     * Returns the copy as an answer that says what it is, to those who know <a
     * href="https://www.rfc-editor.org/rfc/rfc9211">RFC 9211</a> and to those who don't.
     */
    UpstreamAnswer stale(Instant now) {
        long age = Math.max(0, Duration.between(at, now).toSeconds());
        MultiMap answer = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(answer::set);
        answer.set("Age", Long.toString(age));
        answer.set("Cache-Status", "stage5-gateway; hit; ttl=%d; detail=stale-if-error".formatted(-age));
        answer.set(LastGoodCopies.STALE, "true");
        return new UpstreamAnswer(200, answer, body);
    }
}
