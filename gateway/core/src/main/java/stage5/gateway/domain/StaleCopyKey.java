package stage5.gateway.domain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Computes the keys of stale copies. Queries that differ only in the order of their parameters have the same key. */
public final class StaleCopyKey {

    /** The longest path and query that can have a copy, in characters. */
    public static final int MAX_LENGTH = 512;

    private StaleCopyKey() {}

    /**
     * Returns the key of a request; empty if it can have no copy.
     *
     * @param query as the client sent it, without the question mark; null if there is none
     */
    public static Optional<String> of(Route route, String path, String query) {
        if (route.kind() != Route.Kind.STALE_IF_ERROR
                || path.length() + (query == null ? 0 : query.length()) > MAX_LENGTH) {
            return Optional.empty();
        }
        if (query == null || query.isEmpty()) {
            return Optional.of(path);
        }
        String[] parameters = query.split("&");
        boolean known =
                Arrays.stream(parameters).allMatch(each -> route.keyParameters().contains(name(each)));
        return known
                ? Optional.of(path + "?" + Arrays.stream(parameters).sorted().collect(Collectors.joining("&")))
                : Optional.empty();
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }
}
