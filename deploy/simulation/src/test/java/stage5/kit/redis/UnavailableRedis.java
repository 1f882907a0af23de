package stage5.kit.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/** A Redis that is always down. No invariant may depend on Redis. */
public final class UnavailableRedis extends GuardedRedis {

    public UnavailableRedis() {
        super(null, null);
    }

    @Override
    public Uni<Response> send(Request request) {
        return Uni.createFrom().failure(new IllegalStateException("Redis is down"));
    }
}
