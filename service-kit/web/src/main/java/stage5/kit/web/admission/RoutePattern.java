package stage5.kit.web.admission;

import java.util.Comparator;
import java.util.List;

/** A method and a path in which {@code *} stands for a segment and a last {@code **} for any rest. */
record RoutePattern(String method, List<String> segments) {

    private static final String ANY = "*";
    private static final String REST = "**";

    /** Orders exact lengths before any rest, longer patterns before shorter ones, and one method before any. */
    static final Comparator<RoutePattern> MOST_SPECIFIC_FIRST = Comparator.comparing(RoutePattern::hasRest)
            .thenComparing(pattern -> pattern.segments().size(), Comparator.reverseOrder())
            .thenComparing(pattern -> pattern.method().equals(ANY));

    /** Returns the pattern in a text such as {@code GET /api/orders}; throws if it has no method or path. */
    static RoutePattern parse(String text) {
        String[] parts = text.strip().split(" +");
        if (parts.length != 2 || !parts[1].startsWith("/")) {
            throw new IllegalArgumentException("A route is a method and a path, such as \"GET /api/orders\": " + text);
        }
        return new RoutePattern(parts[0], split(parts[1]));
    }

    boolean matches(String requestMethod, List<String> path) {
        if (!method.equals(ANY) && !method.equals(requestMethod)) {
            return false;
        }
        int fixed = hasRest() ? segments.size() - 1 : segments.size();
        if (hasRest() ? path.size() < fixed : path.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!segments.get(i).equals(ANY) && !segments.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean hasRest() {
        return !segments.isEmpty() && segments.getLast().equals(REST);
    }

    /** Returns the segments between the slashes of a path; a trailing slash adds none. */
    static List<String> split(String path) {
        return path.length() <= 1 ? List.of() : List.of(path.substring(1).split("/"));
    }
}
