package stage5.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

/**
 * Asserts when stored data expires. Each form of an expiry has its unit, and a wrong unit is off by a factor of 1,000 without
 * an error: data disappears at once or stays for decades. So a test states the lifetime, and the expiry has to be at most
 * that far away and not much closer.
 */
public final class Expiry {

    /** The largest part of a lifetime that may have passed before the assertion, on a machine under load. */
    private static final Duration MAX_SLACK = Duration.ofSeconds(30);

    private static final int SLACK_DIVISOR = 4;

    /** 2001-09-09: earlier is no time of this system, or another unit. */
    private static final long MIN_EPOCH_SECONDS = 1_000_000_000L;

    private static final long MAX_EPOCH_SECONDS = 10 * MIN_EPOCH_SECONDS;
    private static final long MILLIS = 1000;

    private Expiry() {}

    /**
     * Asserts that a Redis key expires within its lifetime.
     *
     * @param pttl the reply to <a href="https://redis.io/docs/latest/commands/pttl/">PTTL</a>, in milliseconds; -1 if the key
     *     never expires, -2 if it does not exist
     */
    public static void assertPttl(long pttl, Duration lifetime) {
        assertThat(pttl).as("the key exists").isNotEqualTo(-2);
        assertThat(pttl).as("the key expires").isNotEqualTo(-1);
        assertLeft(Duration.ofMillis(pttl), lifetime);
    }

    /**
     * Asserts that a DynamoDB item expires within its lifetime.
     *
     * @param expiresAt the item's <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html">TTL
     *     attribute</a>, in epoch seconds
     * @param now the time of the clock that the code under test uses
     */
    public static void assertEpochSeconds(long expiresAt, Instant now, Duration lifetime) {
        assertThat(expiresAt).as("epoch seconds").isBetween(MIN_EPOCH_SECONDS, MAX_EPOCH_SECONDS);
        assertLeft(Duration.between(now, Instant.ofEpochSecond(expiresAt)), lifetime);
    }

    /**
     * Asserts that a lease ends within its length.
     *
     * @param until its end in epoch milliseconds
     * @param now the time of the clock that the code under test uses
     */
    public static void assertEpochMillis(long until, Instant now, Duration length) {
        assertThat(until).as("epoch milliseconds").isBetween(MIN_EPOCH_SECONDS * MILLIS, MAX_EPOCH_SECONDS * MILLIS);
        assertLeft(Duration.between(now, Instant.ofEpochMilli(until)), length);
    }

    private static void assertLeft(Duration left, Duration lifetime) {
        Duration part = lifetime.dividedBy(SLACK_DIVISOR);
        Duration slack = part.compareTo(MAX_SLACK) < 0 ? part : MAX_SLACK;
        assertThat(left).as("time until the expiry").isBetween(lifetime.minus(slack), lifetime);
    }
}
