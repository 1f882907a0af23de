package stage5.gateway.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;

/** Token buckets in Redis, shared by all gateways: one round trip a request. */
@Singleton
final class RateLimiter {

    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final String SCRIPT_FILE = "take-token.lua";

    private final GuardedRedis redis;
    private final String script;
    private final Counter unchecked;

    RateLimiter(GuardedRedis redis, MeterRegistry metrics) {
        this.redis = redis;
        this.script = script();
        this.unchecked = metrics.counter("stage5.gateway.rate.unchecked");
    }

    /** Takes a token out of somebody's bucket; grants the request where Redis can't say. */
    Uni<Permit> take(RatePolicy policy, String who) {
        return run(policy, who)
                .map(response -> permit(policy, response))
                .onFailure()
                .recoverWithItem(failure -> unchecked(policy, failure));
    }

    /** The script goes along with each call: Redis forgets those it knows by their digest when it restarts. */
    private Uni<Response> run(RatePolicy policy, String who) {
        return redis.send(Request.cmd(Command.EVAL)
                .arg(script)
                .arg(1)
                .arg("gateway/rate/" + policy.name() + "/" + who)
                .arg(policy.perSecond())
                .arg(policy.burst()));
    }

    private static Permit permit(RatePolicy policy, Response response) {
        return new Permit(
                response.get(0).toInteger() == 1,
                policy,
                response.get(1).toLong(),
                Math.ceilDiv(response.get(2).toLong(), 1000));
    }

    private Permit unchecked(RatePolicy policy, Throwable failure) {
        LOG.debugf(failure, "A request was not counted");
        unchecked.increment();
        return new Permit(true, policy, policy.burst(), 0);
    }

    private static String script() {
        try (InputStream file = RateLimiter.class.getResourceAsStream(SCRIPT_FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(SCRIPT_FILE + " can't be read", e);
        }
    }
}
