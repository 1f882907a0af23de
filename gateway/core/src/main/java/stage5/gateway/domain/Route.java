package stage5.gateway.domain;

import java.util.Objects;
import java.util.Set;

/**
 * What the gateway does with the calls to one path.
 *
 * @param template the path, its variable segments in braces: also the route's name in metrics and traces
 * @param upstream the service that answers; null where the gateway composes the answer itself
 * @param kind how the answer is passed on
 * @param keptFor the query parameters with which an answer is kept, if its kind is {@link Kind#KEPT}; a call with any
 *     other leaves no copy, so that nobody fills the store by inventing some
 */
public record Route(String template, Upstream upstream, Kind kind, Set<String> keptFor) {

    /** How an answer is passed on. */
    public enum Kind {
        /** As it comes. */
        PLAIN,
        /** As it comes, and kept as the last good copy: the same for everybody. */
        KEPT,
        /** Piece by piece, for as long as the service sends any. */
        STREAMED,
        /** Not passed on: made here from the answers of several services. */
        COMPOSED
    }

    public Route {
        Objects.requireNonNull(template, "template");
        keptFor = Set.copyOf(keptFor);
        if ((upstream == null) != (kind == Kind.COMPOSED)) {
            throw new IllegalArgumentException("Only a composed route has no upstream: " + template);
        }
    }

    static Route plain(String template, Upstream upstream) {
        return new Route(template, upstream, Kind.PLAIN, Set.of());
    }

    static Route kept(String template, Upstream upstream, String... keptFor) {
        return new Route(template, upstream, Kind.KEPT, Set.of(keptFor));
    }

    static Route streamed(String template, Upstream upstream) {
        return new Route(template, upstream, Kind.STREAMED, Set.of());
    }

    static Route composed(String template) {
        return new Route(template, null, Kind.COMPOSED, Set.of());
    }
}
