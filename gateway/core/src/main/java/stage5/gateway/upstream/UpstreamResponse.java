package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * A complete response of a service.
 *
 * @param headers the end-to-end headers, as the client gets them
 */
public record UpstreamResponse(int status, MultiMap headers, Buffer body) {

    /** Returns whether the service has shed the call. */
    public boolean isShed() {
        return UpstreamOutage.isShed(status, headers);
    }

    /** Returns whether the service asks for a pause: {@code Retry-After} (RFC 9110, 10.2.3). */
    boolean hasRetryAfter() {
        return headers.contains(HttpHeaders.RETRY_AFTER);
    }
}
