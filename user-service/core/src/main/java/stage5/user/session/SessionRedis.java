package stage5.user.session;

import io.quarkus.redis.client.RedisClientName;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import stage5.kit.redis.MissingScriptException;
import stage5.kit.redis.RedisCommands;
import stage5.kit.redis.RedisSpans;

/**
 * The Redis of sessions. It is a server of its own that evicts nothing, so that no copy and no rate limit of another
 * service can push a session out.
 */
@ApplicationScoped
class SessionRedis implements RedisCommands {

    private final Redis redis;
    private final RedisSpans spans;

    SessionRedis(@RedisClientName("sessions") Redis redis, RedisSpans spans) {
        this.redis = redis;
        this.spans = spans;
    }

    /**
     * Completes with the reply, null for nil, once Redis has sent it; fails with a time-out after 1 s, and immediately while
     * the circuit breaker {@code sessions} is open. The time-out is that long because sessions have no fallback: a shorter
     * one would only make more log-ins fail.
     */
    @Timeout(1000)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1000,
            successThreshold = 2,
            skipOn = MissingScriptException.class)
    @CircuitBreakerName("sessions")
    @Override
    public Uni<Response> send(Request request) {
        return spans.send(redis, request);
    }
}
