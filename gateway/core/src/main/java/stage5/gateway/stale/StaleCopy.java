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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import stage5.gateway.domain.StaleCopyKey;
import stage5.gateway.upstream.UpstreamResponse;

/**
 * A copy of a good response. It is stored as one line of JSON with its key, time, generation, headers and the checksum of
 * the body, followed by the unchanged body.
 *
 * @param key the key of the request
 * @param at when the request was sent: the copy is as old as the response can be (<a
 *     href="https://www.rfc-editor.org/rfc/rfc9111#section-4.2.3">RFC 9111, 4.2.3</a>)
 * @param generation the generation of its service's copies; once another one has begun, the copy is not fresh any more
 * @param headers the response's headers that describe the body and how to cache it
 * @param control what the headers say about caching
 */
record StaleCopy(
        String key, Instant at, String generation, Map<String, String> headers, CacheControl control, Buffer body) {

    private static final Set<String> HEADERS = Set.of(
            CacheControl.PLAIN,
            CacheControl.TARGETED,
            "Content-Type",
            "Content-Language",
            "Content-Location",
            "ETag",
            "Last-Modified",
            "Link",
            "Vary");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEAD = new TypeReference<>() {};
    private static final String KEY = ":key";
    private static final String AT = ":at";
    private static final String GENERATION = ":generation";
    private static final String CHECKSUM = ":crc32c";
    private static final byte END_OF_HEAD = '\n';

    static StaleCopy of(StaleCopyKey key, UpstreamResponse response, Instant at, String generation) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            List<String> values = response.headers().getAll(name);
            if (!values.isEmpty()) {
                headers.put(name, String.join(", ", values));
            }
        }
        return new StaleCopy(
                key.text(), at.minus(age(response)), generation, headers, control(headers), response.body());
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
            if (head == null
                    || !head.keySet().containsAll(Set.of(KEY, AT, GENERATION, CHECKSUM))
                    || head.containsValue(null)) {
                return Optional.empty();
            }
            byte[] body = Arrays.copyOfRange(stored, end + 1, stored.length);
            String key = head.remove(KEY);
            Instant at = Instant.ofEpochMilli(Long.parseLong(head.remove(AT)));
            String generation = head.remove(GENERATION);
            boolean intact = checksum(body).equals(head.remove(CHECKSUM));
            return intact
                    ? Optional.of(new StaleCopy(key, at, generation, head, control(head), Buffer.buffer(body)))
                    : Optional.empty();
        } catch (IOException | NumberFormatException notWrittenByThisClass) {
            return Optional.empty();
        }
    }

    Buffer write() {
        try {
            Map<String, String> head = new LinkedHashMap<>(headers);
            head.put(KEY, key);
            head.put(AT, Long.toString(at.toEpochMilli()));
            head.put(GENERATION, generation);
            head.put(CHECKSUM, checksum(body.getBytes()));
            return Buffer.buffer(JSON.writeValueAsBytes(head))
                    .appendByte(END_OF_HEAD)
                    .appendBuffer(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a copy", e);
        }
    }

    /** Returns whether the copy may be used without its service (RFC 9111, 4.2). */
    boolean isFresh(Instant now, String currentGeneration) {
        return isCurrent(currentGeneration) && age(now).compareTo(control.freshness()) < 0;
    }

    /** Returns whether the copy may be used while it is loaded again (RFC 5861, 3). */
    boolean mayServeWhileRevalidating(Instant now, String currentGeneration) {
        return isCurrent(currentGeneration)
                && age(now).compareTo(control.freshness().plus(control.staleWhileRevalidate())) < 0;
    }

    /** Returns whether the copy may be used after its service has failed (RFC 5861, 4). */
    boolean mayServeIfError(Instant now) {
        return control.staleIfError()
                .map(limit -> age(now).compareTo(control.freshness().plus(limit)) < 0)
                .orElse(true);
    }

    /** Returns how long the copy may be of use; empty if its header does not limit that. */
    Optional<Duration> lifetime() {
        return control.staleIfError().map(limit -> {
            Duration stale =
                    limit.compareTo(control.staleWhileRevalidate()) > 0 ? limit : control.staleWhileRevalidate();
            return control.freshness().plus(stale);
        });
    }

    /** Returns the copy as a response that says that it comes from a cache (RFC 9211). */
    UpstreamResponse toFresh(Instant now) {
        return response(now, "");
    }

    /** Returns the copy as a response that is served while it is loaded again. */
    UpstreamResponse toRevalidating(Instant now) {
        return response(now, "; detail=stale-while-revalidate");
    }

    /**
     * Returns the copy as a response that is marked as stale: by {@code Cache-Status} (<a
     * href="https://www.rfc-editor.org/rfc/rfc9211">RFC 9211</a>), and by a simpler header for other clients.
     *
     * @param inBody whether the body, a JSON object, has a member {@code stale} too. The entity tag becomes weak then,
     *     because the body is not byte for byte that of the service
     */
    UpstreamResponse toStale(Instant now, boolean inBody) {
        UpstreamResponse stale = response(now, "; detail=stale-if-error");
        stale.headers().set(StaleCopyStore.STALE, "true");
        if (!inBody) {
            return stale;
        }
        String entityTag = headers.get("ETag");
        if (entityTag != null && !entityTag.startsWith("W/")) {
            stale.headers().set("ETag", "W/" + entityTag);
        }
        return new UpstreamResponse(stale.status(), stale.headers(), marked(body));
    }

    private UpstreamResponse response(Instant now, String detail) {
        Duration age = age(now);
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(all::set);
        all.set("Age", Long.toString(age.toSeconds()));
        long timeToLive = control.freshness().toSeconds() - age.toSeconds();
        all.set("Cache-Status", "stage5-gateway; hit; ttl=" + timeToLive + detail);
        return new UpstreamResponse(200, all, body);
    }

    private boolean isCurrent(String currentGeneration) {
        return generation.equals(currentGeneration) && !headers.containsKey("Vary");
    }

    private Duration age(Instant now) {
        Duration age = Duration.between(at, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static CacheControl control(Map<String, String> headers) {
        return CacheControl.ofResponse(MultiMap.caseInsensitiveMultiMap().addAll(headers));
    }

    /** Returns a JSON object with the additional member {@code stale}; other bodies unchanged. */
    private static Buffer marked(Buffer json) {
        int start = 0;
        while (start < json.length() && Character.isWhitespace(json.getByte(start))) {
            start++;
        }
        if (start == json.length() || json.getByte(start) != '{') {
            return json;
        }
        int next = start + 1;
        while (next < json.length() && Character.isWhitespace(json.getByte(next))) {
            next++;
        }
        boolean empty = next < json.length() && json.getByte(next) == '}';
        return Buffer.buffer(empty ? "{\"stale\":true" : "{\"stale\":true,")
                .appendBuffer(json.getBuffer(start + 1, json.length()));
    }

    /** Returns the age that a response had when it arrived, because the service has a cache in front of it. */
    private static Duration age(UpstreamResponse response) {
        String age = response.headers().get("Age");
        return age != null && age.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(age)) : Duration.ZERO;
    }

    private static String checksum(byte[] body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        return Long.toHexString(checksum.getValue());
    }
}
