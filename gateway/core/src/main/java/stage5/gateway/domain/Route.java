package stage5.gateway.domain;

import java.util.Objects;
import java.util.Set;

/**
 * A route: how the gateway handles requests to one path.
 *
 * @param template the path, with variable segments in braces; also the route's name in metrics and traces
 * @param upstream the service that owns the path; null if the gateway composes the response
 * @param kind how the response is forwarded
 * @param keyParameters the query parameters that a request with a stale copy may have, if the kind is {@link
 *     Kind#STALE_IF_ERROR}. A request with any other has no copy, so that clients cannot fill Redis with invented
 *     parameters
 */
public record Route(String template, Upstream upstream, Kind kind, Set<String> keyParameters) {

    /** How a response is forwarded. */
    public enum Kind {
        /** Unchanged. */
        PLAIN,
        /** Unchanged, and stored: a stale copy is served if the service fails. */
        STALE_IF_ERROR,
        /** As a stream, until the service ends it. */
        STREAMED,
        /** Not forwarded: the gateway composes the response from those of several services. */
        COMPOSED
    }

    public Route {
        Objects.requireNonNull(template, "template is missing");
        keyParameters = Set.copyOf(keyParameters);
        if ((upstream == null) != (kind == Kind.COMPOSED)) {
            throw new IllegalArgumentException("Only a composed route has no upstream: " + template);
        }
    }

    static Route plain(String template, Upstream upstream) {
        return new Route(template, upstream, Kind.PLAIN, Set.of());
    }

    static Route staleIfError(String template, Upstream upstream, String... keyParameters) {
        return new Route(template, upstream, Kind.STALE_IF_ERROR, Set.of(keyParameters));
    }

    static Route streamed(String template, Upstream upstream) {
        return new Route(template, upstream, Kind.STREAMED, Set.of());
    }

    static Route composed(String template) {
        return new Route(template, null, Kind.COMPOSED, Set.of());
    }
}
