package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What a service answered, whole.
 *
 * @param headers those for the client: nothing that concerns one hop only
 */
public record UpstreamAnswer(int status, MultiMap headers, Buffer body) {}
