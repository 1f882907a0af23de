package stage5.gateway.stale;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directives of {@code Cache-Control} headers (<a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2">RFC 9111,
 * 5.2</a>), with {@code stale-while-revalidate} and {@code stale-if-error} (<a
 * href="https://www.rfc-editor.org/rfc/rfc5861">RFC 5861</a>).
 */
final class CacheControl {

    /** The headers with the directives: for caches of the shop, and for all. */
    static final String TARGETED = "CDN-Cache-Control";

    static final String PLAIN = "Cache-Control";

    private static final Pattern DIRECTIVE =
            Pattern.compile("([^\\s,;=\"]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]*)))?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final Map<String, String> directives = new HashMap<>();

    private CacheControl() {}

    /** Returns the directives in the values of all header lines. The first of repeated directives counts. */
    static CacheControl of(List<String> values) {
        CacheControl found = new CacheControl();
        for (String value : values) {
            Matcher matcher = DIRECTIVE.matcher(value);
            while (matcher.find()) {
                String argument = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
                found.directives.putIfAbsent(
                        matcher.group(1).toLowerCase(Locale.ROOT), argument == null ? "" : argument);
            }
        }
        return found;
    }

    /**
     * Returns the directives of a response for this cache: those of {@code CDN-Cache-Control}, or else of {@code
     * Cache-Control} (<a href="https://www.rfc-editor.org/rfc/rfc9213#section-2.2">RFC 9213, 2.2</a>).
     */
    static CacheControl ofResponse(MultiMap headers) {
        return of(headers.getAll(headers.contains(TARGETED) ? TARGETED : PLAIN));
    }

    /** Returns whether a directive is present, with or without an argument. */
    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /** Returns how long a shared cache may use the response without its service; zero if the header does not say so. */
    Duration freshness() {
        return seconds("s-maxage").or(() -> seconds("max-age")).orElse(Duration.ZERO);
    }

    /** Returns how long after its freshness the response may be used while it is loaded again. */
    Duration staleWhileRevalidate() {
        return neverStale() ? Duration.ZERO : seconds("stale-while-revalidate").orElse(Duration.ZERO);
    }

    /**
     * Returns how long after its freshness the response may be used while its service fails; empty if the header does not
     * limit it.
     */
    Optional<Duration> staleIfError() {
        return neverStale() ? Optional.of(Duration.ZERO) : seconds("stale-if-error");
    }

    /** Returns whether a cache must ask the service before it uses a stale response (RFC 9111, 5.2.2). */
    private boolean neverStale() {
        return has("must-revalidate") || has("proxy-revalidate") || has("s-maxage");
    }

    /** Returns the argument of a directive; empty if it is absent, zero if the argument is no number of seconds. */
    private Optional<Duration> seconds(String directive) {
        return Optional.ofNullable(directives.get(directive))
                .map(text ->
                        SECONDS.matcher(text).matches() ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO);
    }
}
