package stage5.user.attempt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;
import stage5.user.UserConfig;

/**
 * Counts attempts in token buckets in Redis, which all instances share. While Redis does not answer, each instance counts
 * in its own memory.
 */
@ApplicationScoped
class AttemptBuckets {

    private static final Logger LOG = Logger.getLogger(AttemptBuckets.class);
    private static final RedisScript TAKE = RedisScript.beside(AttemptBuckets.class, "take-attempts.lua");
    private static final RedisScript REMEMBER = RedisScript.beside(AttemptBuckets.class, "remember-log-in.lua");

    private final GuardedRedis redis;
    private final LocalBuckets local;
    private final Counter approximated;

    AttemptBuckets(GuardedRedis redis, Clock clock, UserConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.local = new LocalBuckets(config.attempts().localBuckets(), clock);
        this.approximated = metrics.counter("stage5.attempts.approximated");
    }

    /**
     * Takes a token from each bucket; completes with zero. If one of them is empty, it takes none and completes with the
     * time until it has a token. Never fails.
     */
    Uni<Duration> take(List<Bucket> buckets) {
        return TAKE.run(
                        redis,
                        buckets.stream().map(Bucket::key).toList(),
                        buckets.stream().flatMap(AttemptBuckets::arguments).toList())
                .map(wait -> Duration.ofMillis(wait.toLong()))
                .onFailure()
                .recoverWithItem(failure -> approximate(buckets, failure));
    }

    /** Completes with whether the mark exists; with false if Redis does not answer. */
    Uni<Boolean> isMarked(String mark) {
        return redis.send(GuardedRedis.request(Command.EXISTS, List.of(mark)))
                .map(count -> count.toLong() > 0)
                .onFailure()
                .recoverWithItem(false);
    }

    /**
     * Completes once the mark is set and the token of the successful attempt is given back; also if Redis does not answer:
     * the attempt then counts as a failed one.
     */
    Uni<Void> remember(String mark, Duration lifetime, Bucket bucket) {
        local.giveBack(bucket);
        return REMEMBER.run(
                        redis,
                        List.of(mark, bucket.key()),
                        List.of(lifetime.toMillis(), bucket.limit().burst()))
                .onFailure()
                .invoke(e -> LOG.debugf("A successful log-in is not remembered: %s", e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Duration approximate(List<Bucket> buckets, Throwable failure) {
        LOG.debugf("Attempts are counted in memory: %s", failure.toString());
        approximated.increment();
        return local.take(buckets);
    }

    private static Stream<Object> arguments(Bucket bucket) {
        return Stream.of(bucket.limit().burst(), bucket.limit().window().toMillis());
    }
}
