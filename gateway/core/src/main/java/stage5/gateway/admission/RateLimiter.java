package stage5.gateway.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.Script;

/** Token buckets in Redis, shared by all gateways: one round trip a request. */
@Singleton
final class RateLimiter {

    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final Script TAKE_TOKEN = Script.beside(RateLimiter.class, "take-token.lua");

    private final GuardedRedis redis;
    private final Counter unchecked;

    RateLimiter(GuardedRedis redis, MeterRegistry metrics) {
        this.redis = redis;
        this.unchecked = metrics.counter("stage5.gateway.rate.unchecked");
    }

    /** Takes a token out of somebody's bucket; grants the request where Redis can't say. */
    Uni<Permit> take(RatePolicy policy, String who) {
        return TAKE_TOKEN
                .run(
                        redis,
                        List.of("gateway/rate/" + policy.name() + "/" + who),
                        List.of(policy.perSecond(), policy.burst()))
                .map(response -> permit(policy, response))
                .onFailure()
                .recoverWithItem(failure -> unchecked(policy, failure));
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
}
