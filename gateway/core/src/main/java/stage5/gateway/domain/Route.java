package stage5.gateway.domain;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A route: how the gateway handles requests to one path.
 *
 * @param template the path, with variable segments in braces; also the route's name in metrics and traces
 * @param upstream the service that owns the path; null if the gateway composes the response
 * @param kind how the response is forwarded
 * @param keyParameters the query parameters on which the response depends, in the order of keys, if the kind is {@link
 *     Kind#STALE_IF_ERROR}. All others are ignored in keys, so that clients cannot fill Redis with invented parameters
 * @param calls how calls to the service are isolated and repeated; null if the gateway composes the response
 */
public record Route(String template, Upstream upstream, Kind kind, List<KeyParameter> keyParameters, Calls calls) {

    /** How a response is forwarded. */
    public enum Kind {
        /** Unchanged. */
        PLAIN,
        /** Unchanged, and stored: a stale copy is served if the service fails. */
        STALE_IF_ERROR,
        /** As a stream, until the service ends it. */
        STREAMED,
        /** Not forwarded: the gateway itself responds, in most cases from the responses of several services. */
        COMPOSED
    }

    /**
     * How calls are isolated and repeated.
     *
     * @param reads the class of GET and HEAD
     * @param posts the class of POST
     * @param others the class of all other methods
     * @param repeatablePosts whether the service processes POSTs with the same {@code Idempotency-Key} once
     */
    public record Calls(RouteClass reads, RouteClass posts, RouteClass others, boolean repeatablePosts) {}

    /** Idempotent methods (RFC 9110, 9.2.2) that the gateway forwards. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

    public Route {
        Objects.requireNonNull(template, "template is missing");
        keyParameters = List.copyOf(keyParameters);
        if ((upstream == null) != (kind == Kind.COMPOSED) || (upstream == null) != (calls == null)) {
            throw new IllegalArgumentException("Only a composed route has no upstream: " + template);
        }
    }

    static Route plain(String template, Upstream upstream) {
        return new Route(template, upstream, Kind.PLAIN, List.of(), defaults(upstream));
    }

    static Route staleIfError(String template, Upstream upstream, KeyParameter... keyParameters) {
        return new Route(template, upstream, Kind.STALE_IF_ERROR, List.of(keyParameters), defaults(upstream));
    }

    static Route streamed(String template, RouteClass routeClass) {
        return new Route(template, routeClass.upstream(), Kind.STREAMED, List.of(), all(routeClass));
    }

    static Route composed(String template) {
        return new Route(template, null, Kind.COMPOSED, List.of(), null);
    }

    /** Returns the class of the calls with a method. */
    public RouteClass routeClass(String method) {
        return switch (method) {
            case "GET", "HEAD" -> calls.reads();
            case "POST" -> calls.posts();
            default -> calls.others();
        };
    }

    /**
     * Returns whether a call may be repeated after a failure. Only the route decides that a POST may: a client that sends
     * a key to a service that ignores it would, for example, have its refresh token used twice, which ends the session.
     *
     * @param hasKey whether the request has an idempotency key
     */
    public boolean isRepeatable(String method, boolean hasKey) {
        return IDEMPOTENT.contains(method) || method.equals("POST") && calls.repeatablePosts() && hasKey;
    }

    /** Returns this route with another class for all calls. */
    Route in(RouteClass routeClass) {
        return with(all(routeClass));
    }

    /** Returns this route with another class for POST. */
    Route posts(RouteClass routeClass) {
        return with(new Calls(calls.reads(), routeClass, calls.others(), calls.repeatablePosts()));
    }

    /** Returns this route with POSTs that may be repeated if they have an idempotency key. */
    Route repeatablePosts() {
        return with(new Calls(calls.reads(), calls.posts(), calls.others(), true));
    }

    private Route with(Calls others) {
        return new Route(template, upstream, kind, keyParameters, others);
    }

    private static Calls all(RouteClass routeClass) {
        return new Calls(routeClass, routeClass, routeClass, false);
    }

    private static Calls defaults(Upstream upstream) {
        RouteClass reads = RouteClass.of(upstream);
        return reads == RouteClass.BROWSING
                ? new Calls(reads, RouteClass.CATALOG_CHANGES, RouteClass.CATALOG_CHANGES, false)
                : all(reads);
    }
}
