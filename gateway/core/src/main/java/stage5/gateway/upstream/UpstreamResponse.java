package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A complete response of a service.
 *
 * @param headers the end-to-end headers, as the client gets them
 */
public record UpstreamResponse(int status, MultiMap headers, Buffer body) {}
