package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import stage5.gateway.domain.Route;

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

    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS);
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** Returns the request target: path and query. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    /**
     * Returns whether the request is idempotent, by its method (<a
     * href="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2">RFC 9110, 9.2.2</a>) or by its idempotency key.
     */
    public boolean repeatable() {
        return IDEMPOTENT.contains(method) || (method == HttpMethod.POST && headers.contains(IDEMPOTENCY_KEY));
    }

    /** Returns whether the request has credentials, so that its response may depend on the caller. */
    public boolean authorized() {
        return headers.contains(HttpHeaders.AUTHORIZATION);
    }
}
