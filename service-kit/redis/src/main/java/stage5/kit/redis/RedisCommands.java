package stage5.kit.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/** A Redis server that commands can be sent to. */
public interface RedisCommands {

    /** Completes with the reply, null for nil, once Redis has sent it; fails if it does not. */
    Uni<Response> send(Request request);
}
