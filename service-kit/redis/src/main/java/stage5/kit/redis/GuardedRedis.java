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
 * Redis behind one breaker, so that nobody waits long for one that is down. How long, a service says by {@code
 * stage5.kit.redis.GuardedRedis/send/Timeout/value} (milliseconds): less where it has something to fall back to.
 */
@ApplicationScoped
public class GuardedRedis {

    private final Redis redis;

    GuardedRedis(Redis redis) {
        this.redis = redis;
    }

    /** Returns the reply, null for nil; fails where there is none in time, or has been none for a while. */
    @Timeout(250)
    @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.5, delay = 1000, successThreshold = 2)
    @CircuitBreakerName("redis")
    public Uni<Response> send(Request request) {
        return redis.send(request);
    }

    /** Returns a command as {@link #send} takes it. */
    public static Request request(Command command, Iterable<String> arguments) {
        Request request = Request.cmd(command);
        arguments.forEach(request::arg);
        return request;
    }
}
