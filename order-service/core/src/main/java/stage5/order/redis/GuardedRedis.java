package stage5.order.redis;

import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Redis behind one breaker: nothing that a customer waits for may wait long for it, for nothing that must be right
 * depends on it.
 */
@ApplicationScoped
public class GuardedRedis {

    private final Redis redis;

    GuardedRedis(Redis redis) {
        this.redis = redis;
    }

    /** Returns the reply to a command; fails where there is none within 250 ms, or has been none for a while. */
    @Timeout(250)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.5, delay = 1000, successThreshold = 2)
    @CircuitBreakerName("redis")
    public Uni<Response> send(Request request) {
        return redis.send(request);
    }
}
