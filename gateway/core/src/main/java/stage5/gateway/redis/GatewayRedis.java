package stage5.gateway.redis;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The Redis that holds rate limits and last good copies, behind the breaker {@code redis}: the gateway can do without
 * it, so it does not wait for it.
 */
@ApplicationScoped
public class GatewayRedis {

    private final ReactiveRedisDataSource redis;

    GatewayRedis(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /** Returns the answer to one command; null for nil. */
    @Timeout(100)
    @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.5, delay = 1000, successThreshold = 2)
    @CircuitBreakerName("redis")
    public Uni<Response> send(Request command) {
        return redis.getRedis().send(command);
    }
}
