package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import stage5.gateway.domain.Route;
import stage5.gateway.domain.RouteClass;

/**
 * A request to a service.
 *
 * @param path normalised, still percent-encoded
 * @param query as the client sent it, without the question mark; null if there is none
 * @param headers the end-to-end headers, as the service gets them
 * @param body null if there is none
 */
public record UpstreamRequest(
        HttpMethod method, Route route, String path, String query, MultiMap headers, Buffer body) {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** Returns the request target: path and query. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    /** Returns the class of the call. */
    RouteClass routeClass() {
        return route.routeClass(method.name());
    }

    /** Returns whether the call may be repeated after a failure, as its route says. */
    boolean repeatable() {
        return route.isRepeatable(method.name(), headers.contains(IDEMPOTENCY_KEY));
    }

    /**
     * Returns whether an attempt may time out early and be retried: a read has no effect. A service completes a write even
     * if its caller has timed out.
     */
    boolean isRepeatableRead() {
        return repeatable() && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    }

    /** Returns whether the request has credentials, so that its response may depend on the caller. */
    public boolean authorized() {
        return headers.contains(HttpHeaders.AUTHORIZATION);
    }
}
