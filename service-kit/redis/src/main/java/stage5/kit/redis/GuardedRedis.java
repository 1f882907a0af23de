package stage5.kit.redis;

import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Sends all commands of a service to Redis through one circuit breaker, so that requests are not delayed while Redis is
 * down. A service sets the time-out with {@code stage5.kit.redis.GuardedRedis/send/Timeout/value} (milliseconds),
 * shorter if it has a fallback.
 */
@ApplicationScoped
public class GuardedRedis implements RedisCommands {

    private final Redis redis;
    private final RedisSpans spans;

    GuardedRedis(Redis redis, RedisSpans spans) {
        this.redis = redis;
        this.spans = spans;
    }

    /**
     * Completes with the reply, null for nil, once Redis has sent it; fails with a time-out after 250 ms, and
     * immediately while the circuit breaker {@code redis} is open.
     *
     * <p>The time-out is inside the breaker, so a time-out counts as a breaker failure. There is no retry, since not
     * every command is idempotent. A missing script ({@link MissingScriptException}) is no failure of the breaker: a
     * restarted Redis has none.
     */
    @Timeout(250)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1000,
            successThreshold = 2,
            skipOn = MissingScriptException.class)
    @CircuitBreakerName("redis")
    @Override
    public Uni<Response> send(Request request) {
        return spans.send(redis, request);
    }

    /** Returns a request with a command and its arguments. */
    public static Request request(Command command, Iterable<String> arguments) {
        Request request = Request.cmd(command);
        arguments.forEach(request::arg);
        return request;
    }
}
