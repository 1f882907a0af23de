package stage5.gateway.domain;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The key of a copy: the path, and the decoded and validated query parameters in one form and one order. So requests
 * with the same meaning have the same key, and parameters that the route does not know make no further keys.
 *
 * @param text the key
 * @param family the names of the parameters whose values a client can choose freely, such as a search; empty if there
 *     is none
 */
public record StaleCopyKey(String text, String family) {

    /** The longest path and query that can have a copy, in characters. */
    public static final int MAX_LENGTH = 1536;

    private static final int LONGEST_SEGMENT = 64;

    public StaleCopyKey {
        Objects.requireNonNull(text, "text is missing");
        Objects.requireNonNull(family, "family is missing");
    }

    /**
     * Returns the key of a request; empty if it can have no copy: its route has none, a parameter is repeated or not valid,
     * or the query is malformed. The service rejects such requests.
     *
     * @param path normalised, still percent-encoded
     * @param query as the client sent it, without the question mark; null if there is none
     */
    public static Optional<StaleCopyKey> of(Route route, String path, String query) {
        String sent = query == null ? "" : query;
        // Some parsers separate parameters at semicolons too.
        if (route.kind() != Route.Kind.STALE_IF_ERROR
                || path.length() + sent.length() > MAX_LENGTH
                || !isPlain(path)
                || sent.indexOf(';') >= 0) {
            return Optional.empty();
        }
        return sent.isEmpty()
                ? Optional.of(new StaleCopyKey(path, ""))
                : values(route, sent).map(values -> of(route.keyParameters(), path, values));
    }

    /**
     * Returns whether a path has segments of unreserved characters only (RFC 3986, 2.3), each of 1 to 64: a normalised path has
     * them decoded, so there is no other form of it.
     */
    private static boolean isPlain(String path) {
        int segment = 0;
        for (int i = 0; i < path.length(); i++) {
            char each = path.charAt(i);
            if (each != '/') {
                segment++;
                if (i == 0 || segment > LONGEST_SEGMENT || !isUnreserved(each)) {
                    return false;
                }
            } else if (i > 0 && segment == 0) {
                return false;
            } else {
                segment = 0;
            }
        }
        return segment > 0;
    }

    private static boolean isUnreserved(char each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || "._~-".indexOf(each) >= 0;
    }

    /**
     * Returns the name under which the copy is stored. The copies of a family share {@code slots} names, because clients
     * can invent any number of its keys; a copy therefore has to contain its key.
     */
    public String storeName(int slots) {
        if (family.isEmpty()) {
            return text;
        }
        int hash = text.hashCode();
        String path = text.substring(0, text.indexOf('?'));
        return path + "#" + family + "#" + Math.floorMod(hash ^ (hash >>> 16), slots);
    }

    private static StaleCopyKey of(List<KeyParameter> parameters, String path, Map<String, String> values) {
        List<KeyParameter> present = parameters.stream()
                .filter(parameter -> !values.getOrDefault(parameter.name(), "").isEmpty())
                .toList();
        String query = present.stream()
                .map(parameter -> parameter.name() + "=" + encoded(values.get(parameter.name())))
                .collect(Collectors.joining("&"));
        String family = present.stream()
                .filter(KeyParameter::open)
                .map(KeyParameter::name)
                .collect(Collectors.joining("+"));
        return new StaleCopyKey(query.isEmpty() ? path : path + "?" + query, family);
    }

    /** Returns the forms of the known parameters by name; empty if one of them is not valid, or any is repeated. */
    private static Optional<Map<String, String>> values(Route route, String query) {
        Map<String, String> values = new HashMap<>();
        Set<String> names = new HashSet<>();
        try {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (!pair.isEmpty() && !names.add(name)) {
                    return Optional.empty();
                }
                Optional<KeyParameter> known = route.keyParameters().stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .findFirst();
                if (known.isPresent()) {
                    Optional<String> form = known.get().form(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                    if (form.isEmpty()) {
                        return Optional.empty();
                    }
                    values.put(name, form.get());
                }
            }
            return Optional.of(values);
        } catch (IllegalArgumentException malformedEncoding) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
