package stage5.user.session;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** The Redis that holds the sessions, behind the breaker {@code redis}. */
@ApplicationScoped
public class SessionRedis {

    private final ReactiveRedisDataSource redis;

    SessionRedis(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    /**
     * Returns what a Lua script returns that works on one key, <a
     * href="https://redis.io/docs/latest/develop/interact/programmability/eval-intro/">atomically</a>; null for nil.
     * There is nothing to fall back to, so a shorter time-out would only fail sooner.
     */
    @Timeout(1000)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.5, delay = 1000, successThreshold = 2)
    @CircuitBreakerName("redis")
    public Uni<Response> run(String script, String key, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(script, "1", key));
        command.addAll(arguments);
        return redis.execute("EVAL", command.toArray(String[]::new));
    }
}
