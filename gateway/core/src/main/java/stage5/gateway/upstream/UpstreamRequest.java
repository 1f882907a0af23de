package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import stage5.gateway.domain.Route;

/**
 * A call as a service gets it.
 *
 * @param path normalised, still percent-encoded
 * @param query as it was sent, without the question mark; null where there was none
 * @param headers those for the service: nothing that concerns one hop only
 * @param body null where there is none
 */
public record UpstreamRequest(
        HttpMethod method, Route route, String path, String query, MultiMap headers, Buffer body) {

    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS);
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** Returns the request line's target. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    /**
     * Returns whether sending it twice does no more than sending it once, by its method (<a
     * href="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2">RFC 9110, 9.2.2</a>) or by the key that it carries.
     */
    public boolean repeatable() {
        return IDEMPOTENT.contains(method) || (method == HttpMethod.POST && headers.contains(IDEMPOTENCY_KEY));
    }

    /** Returns whether its answer may depend on who asks. */
    public boolean authorized() {
        return headers.contains(HttpHeaders.AUTHORIZATION);
    }
}
