package stage5.kit.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/** A Redis that is down, which nothing that matters may depend on. */
public final class NoRedis extends GuardedRedis {

    public NoRedis() {
        super(null);
    }

    @Override
    public Uni<Response> send(Request request) {
        return Uni.createFrom().failure(new IllegalStateException("Redis is down"));
    }
}
