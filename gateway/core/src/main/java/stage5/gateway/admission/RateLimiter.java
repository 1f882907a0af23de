package stage5.gateway.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;

/** Limits rates by token buckets in Redis, which all gateways share: one round trip per request. */
@Singleton
final class RateLimiter {

    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final RedisScript TAKE_TOKEN = RedisScript.beside(RateLimiter.class, "take-token.lua");

    private final GuardedRedis redis;
    private final Counter unchecked;

    RateLimiter(GuardedRedis redis, MeterRegistry metrics) {
        this.redis = redis;
        this.unchecked = metrics.counter("stage5.gateway.rate.unchecked");
    }

    /**
     * Takes a token from a caller's bucket; completes with the decision. If Redis does not answer, it grants the
     * request.
     */
    Uni<RateLimitDecision> take(RatePolicy policy, String caller) {
        return TAKE_TOKEN
                .run(
                        redis,
                        List.of("gateway/rate/" + policy.name() + "/" + caller),
                        List.of(policy.perSecond(), policy.burst()))
                .map(response -> decision(policy, response))
                .onFailure()
                .recoverWithItem(failure -> unchecked(policy, failure));
    }

    private static RateLimitDecision decision(RatePolicy policy, Response response) {
        return new RateLimitDecision(
                response.get(0).toInteger() == 1,
                policy,
                response.get(1).toLong(),
                Math.ceilDiv(response.get(2).toLong(), 1000));
    }

    private RateLimitDecision unchecked(RatePolicy policy, Throwable failure) {
        LOG.debugf(failure, "A request was granted without rate limit: Redis did not answer");
        unchecked.increment();
        return new RateLimitDecision(true, policy, policy.burst(), 0);
    }
}
