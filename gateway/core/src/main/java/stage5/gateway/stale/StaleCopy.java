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
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import stage5.gateway.domain.StaleCopyKey;
import stage5.gateway.upstream.UpstreamResponse;

/**
 * A copy of a good response. It is stored as one line of JSON with its key, time, headers and the checksum of the body,
 * followed by the unchanged body.
 *
 * @param key the key of the request
 * @param at when the response was received
 * @param headers the response's headers that describe the body
 */
record StaleCopy(String key, Instant at, Map<String, String> headers, Buffer body) {

    private static final Set<String> HEADERS =
            Set.of("Content-Type", "Content-Language", "ETag", "Last-Modified", "Link", "Vary");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEAD = new TypeReference<>() {};
    private static final String KEY = ":key";
    private static final String AT = ":at";
    private static final String CHECKSUM = ":crc32c";
    private static final byte END_OF_HEAD = '\n';

    static StaleCopy of(StaleCopyKey key, UpstreamResponse response, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            String value = response.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new StaleCopy(key.text(), now, headers, response.body());
    }

    /** Returns the copy in a stored value; empty if the value is none, or not as it was written. */
    static Optional<StaleCopy> read(byte[] stored) {
        int end = 0;
        while (end < stored.length && stored[end] != END_OF_HEAD) {
            end++;
        }
        if (end == stored.length) {
            return Optional.empty();
        }
        try {
            Map<String, String> head = JSON.readValue(stored, 0, end, HEAD);
            if (head == null || !head.keySet().containsAll(Set.of(KEY, AT, CHECKSUM)) || head.containsValue(null)) {
                return Optional.empty();
            }
            byte[] body = Arrays.copyOfRange(stored, end + 1, stored.length);
            String key = head.remove(KEY);
            Instant at = Instant.ofEpochMilli(Long.parseLong(head.remove(AT)));
            boolean intact = checksum(body).equals(head.remove(CHECKSUM));
            return intact ? Optional.of(new StaleCopy(key, at, head, Buffer.buffer(body))) : Optional.empty();
        } catch (IOException | NumberFormatException notWrittenByThisClass) {
            return Optional.empty();
        }
    }

    Buffer write() {
        try {
            Map<String, String> head = new LinkedHashMap<>(headers);
            head.put(KEY, key);
            head.put(AT, Long.toString(at.toEpochMilli()));
            head.put(CHECKSUM, checksum(body.getBytes()));
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

    private static String checksum(byte[] body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        return Long.toHexString(checksum.getValue());
    }
}
