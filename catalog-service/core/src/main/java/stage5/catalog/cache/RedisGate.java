package stage5.catalog.cache;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The one way to Redis. A command that takes long fails, because the store behind the cache is a better answer than a
 * late one; and after a few failures the breaker answers for Redis, so that readers don't even wait for that.
 */
@ApplicationScoped
public class RedisGate {

    private final ReactiveRedisDataSource redis;

    RedisGate(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /** Returns the reply to a command; fails where there is none in time, or the breaker is open. */
    @Timeout(250)
    @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.5, delay = 1000, successThreshold = 2)
    @CircuitBreakerName("redis")
    public Uni<Response> execute(String command, String... arguments) {
        return redis.execute(command, arguments);
    }
}
