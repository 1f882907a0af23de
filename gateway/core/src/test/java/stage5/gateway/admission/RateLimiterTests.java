package stage5.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.gateway.StubAddresses;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisCommands;
import stage5.kit.redis.RedisScript;
import stage5.kit.testing.ExternalIssuerResource;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

/** The limiter with a real Redis, and leases whose clock the test sets. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = ExternalIssuerResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = StubAddresses.class, restrictToAnnotatedClass = false)
class RateLimiterTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(1);

    /** Has the largest lease. */
    private static final RatePolicy LARGE = new RatePolicy("large", 1_000_000, 1_000_000);

    /** Has a lease of two tokens. */
    private static final RatePolicy SMALL = new RatePolicy("small", 20, 40);

    @Inject
    GuardedRedis redis;

    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final String caller = UUID.randomUUID().toString();

    /** Redis has the script from now on, so that each decision is one command. */
    @BeforeEach
    void loadScript() {
        take(limiter(Duration.ZERO), LARGE, "caller");
        commands.set(0);
    }

    @Test
    void shouldSendOneCommandForALease_whenTheCallerIsBusy() {
        RateLimiter limiter = limiter(LEASE);

        take(limiter, LARGE, caller);
        assertThat(commands).as("the first request").hasValue(1);
        RateLimitDecision first = take(limiter, LARGE, caller);
        for (int request = 1; request < LARGE.lease(); request++) {
            RateLimitDecision next = take(limiter, LARGE, caller);
            assertThat(next.granted()).isTrue();
            assertThat(next.remaining()).isEqualTo(first.remaining() - request);
        }
        assertThat(commands).as("a lease").hasValue(2);

        take(limiter, LARGE, caller);
        assertThat(commands).as("the next one").hasValue(3);
    }

    @Test
    void shouldAskRedis_whenTheLeaseIsOver() {
        RateLimiter limiter = limiter(LEASE);
        take(limiter, LARGE, caller);
        take(limiter, LARGE, caller);
        commands.set(0);

        nanos.addAndGet(LEASE.toNanos() - 1);
        take(limiter, LARGE, caller);
        assertThat(commands).hasValue(0);

        nanos.incrementAndGet();
        take(limiter, LARGE, caller);
        assertThat(commands).hasValue(1);
    }

    @Test
    void shouldAskRedisForEachRequest_whenLeasesAreOff() {
        RateLimiter limiter = limiter(Duration.ZERO);

        for (int request = 0; request < 5; request++) {
            take(limiter, LARGE, caller);
        }

        assertThat(commands).hasValue(5);
    }

    @Test
    void shouldGrantNoMoreThanTheBucketHolds_whenTwoGatewaysLeaseFromIt() {
        List<RateLimiter> gateways = List.of(limiter(LEASE), limiter(LEASE));
        assertThat(SMALL.lease()).isEqualTo(2);
        long start = System.nanoTime();

        int granted = 0;
        for (int request = 0; request < 5 * SMALL.burst(); request++) {
            if (take(gateways.get(request % 2), SMALL, caller).granted()) {
                granted++;
            }
        }

        double gained = SMALL.perSecond() * (System.nanoTime() - start) / 1e9;
        assertThat(granted).isBetween(SMALL.burst() - 2, (int) Math.ceil(SMALL.burst() + gained) + 1);
    }

    @Test
    void shouldTakeOneToken_whenTheBucketIsLessThanHalfFull() {
        RedisScript script = RedisScript.beside(RateLimiter.class, "take-tokens.lua");
        List<String> bucket = List.of("gateway/rate/test/" + caller);

        assertThat(taken(script, bucket, 700)).as("down to the half").isEqualTo(500);
        for (int request = 0; request < 60; request++) {
            assertThat(taken(script, bucket, 1)).isOne();
        }

        // It gains one a second, so it is less than half full for a minute.
        assertThat(taken(script, bucket, 10)).isOne();
    }

    private int taken(RedisScript script, List<String> bucket, int tokens) {
        return script.run(redis, bucket, List.of(1, 1000, tokens))
                .await()
                .atMost(TIMEOUT)
                .get(0)
                .toInteger();
    }

    private RateLimiter limiter(Duration lease) {
        RedisCommands counting = request -> {
            commands.incrementAndGet();
            return send(request);
        };
        return new RateLimiter(counting, new SimpleMeterRegistry(), new TokenLeases(lease, nanos::get));
    }

    private Uni<Response> send(Request request) {
        return redis.send(request);
    }

    private static RateLimitDecision take(RateLimiter limiter, RatePolicy policy, String caller) {
        return limiter.take(policy, caller).await().atMost(TIMEOUT);
    }
}
