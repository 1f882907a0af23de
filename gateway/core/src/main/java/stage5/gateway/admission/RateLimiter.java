package stage5.gateway.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import stage5.gateway.GatewayConfig;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisCommands;
import stage5.kit.redis.RedisScript;

/**
 * Limits rates by token buckets in Redis, which all gateways share: at most one round trip per request, and none for most
 * requests of a busy caller ({@link TokenLeases}).
 */
@Singleton
final class RateLimiter {

    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final RedisScript TAKE_TOKENS = RedisScript.beside(RateLimiter.class, "take-tokens.lua");

    private final RedisCommands redis;
    private final Counter unchecked;
    private final TokenLeases leases;

    @Inject
    RateLimiter(GuardedRedis redis, MeterRegistry metrics, GatewayConfig config) {
        this(redis, metrics, new TokenLeases(config.rateLimits().lease(), System::nanoTime));
    }

    RateLimiter(RedisCommands redis, MeterRegistry metrics, TokenLeases leases) {
        this.redis = redis;
        this.unchecked = metrics.counter("stage5.gateway.rate.unchecked");
        this.leases = leases;
    }

    /**
     * Takes a token from a caller's bucket; completes with the decision. If Redis does not answer, it grants the
     * request.
     */
    Uni<RateLimitDecision> take(RatePolicy policy, String caller) {
        String bucket = "gateway/rate/" + policy.name() + "/" + caller;
        OptionalLong left = leases.take(bucket);
        if (left.isPresent()) {
            return Uni.createFrom().item(granted(policy, left.getAsLong()));
        }
        int tokens = leases.tokensToTake(policy, bucket);
        return TAKE_TOKENS
                .run(redis, List.of(bucket), List.of(policy.perSecond(), policy.burst(), tokens))
                .map(response -> decision(policy, bucket, tokens, response))
                .onFailure()
                .recoverWithItem(failure -> unchecked(policy, failure));
    }

    /** Returns the decision on a request whose token had been taken before. */
    private static RateLimitDecision granted(RatePolicy policy, long left) {
        return new RateLimitDecision(
                true, policy, left, Math.ceilDiv(Math.max(0, policy.burst() - left), policy.perSecond()));
    }

    private RateLimitDecision decision(RatePolicy policy, String bucket, int asked, Response response) {
        int taken = response.get(0).toInteger();
        long inBucket = response.get(1).toLong();
        int leased = Math.max(0, taken - 1);
        if (asked > 1) {
            leases.taken(bucket, leased, inBucket);
        }
        return new RateLimitDecision(
                taken > 0,
                policy,
                inBucket + leased,
                Math.ceilDiv(response.get(2).toLong(), 1000));
    }

    private RateLimitDecision unchecked(RatePolicy policy, Throwable failure) {
        LOG.debugf(failure, "A request was granted without rate limit: Redis did not answer");
        unchecked.increment();
        return new RateLimitDecision(true, policy, policy.burst(), 0);
    }
}
