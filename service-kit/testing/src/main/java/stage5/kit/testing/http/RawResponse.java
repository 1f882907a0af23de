package stage5.kit.testing.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A response as its client received it.
 *
 * @param headers the values by name in lower case, in the order of their lines
 * @param body without the framing of chunks
 */
public record RawResponse(String version, int status, Map<String, List<String>> headers, String body) {

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Returns whether the server announced that it closes the connection. */
    boolean closes() {
        return header("connection").filter("close"::equalsIgnoreCase).isPresent();
    }
}
