package stage5.gateway.domain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the copy of an answer is found by: the same for queries that differ in order only. */
public final class CopyKey {

    /** The longest path and query that a copy is kept for, in characters. */
    public static final int MAX_LENGTH = 512;

    private CopyKey() {}

    /**
     * Returns the key of a call; empty where none of its answers is kept.
     *
     * @param query as it was sent, without the question mark; null where there was none
     */
    public static Optional<String> of(Route route, String path, String query) {
        if (route.kind() != Route.Kind.KEPT || path.length() + (query == null ? 0 : query.length()) > MAX_LENGTH) {
            return Optional.empty();
        }
        if (query == null || query.isEmpty()) {
            return Optional.of(path);
        }
        String[] parameters = query.split("&");
        boolean known =
                Arrays.stream(parameters).allMatch(each -> route.keptFor().contains(name(each)));
        return known
                ? Optional.of(path + "?" + Arrays.stream(parameters).sorted().collect(Collectors.joining("&")))
                : Optional.empty();
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }
}
