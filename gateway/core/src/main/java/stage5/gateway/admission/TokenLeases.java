package stage5.gateway.admission;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import stage5.kit.web.memory.BoundedMap;

/**
 * Tokens that this process has taken from the shared buckets in advance, so that not each request of a busy caller is a call of
 * Redis. A leased token has left its bucket, so all processes together never grant more than the bucket holds. What a caller
 * does not use within the lease is lost: at most a tenth of what its bucket gains in that time, and nothing while the bucket is
 * less than half full.
 *
 * <p>A caller gets a lease with its second request within the time of one. Thread-safe.
 */
final class TokenLeases {

    /** The callers that are remembered; the one that was not seen for the longest time is forgotten first. */
    private static final int CALLERS = 10_000;

    private final Map<String, Lease> leases = BoundedMap.ofRecentlyUsed(CALLERS);
    private final long nanos;
    private final LongSupplier nanoClock;

    private static final class Lease {
        private long lastRequest;
        private long asked;
        private boolean waits;
        private long taken;
        private int tokens;
        private long inBucket;
    }

    /**
     * Creates leases of nothing.
     *
     * @param time of a lease; zero for none
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    TokenLeases(Duration time, LongSupplier nanoClock) {
        this.nanos = time.toNanos();
        this.nanoClock = nanoClock;
    }

    /** Takes a leased token of a bucket; returns the tokens left, those in the bucket included, or empty if none is leased. */
    synchronized OptionalLong take(String bucket) {
        Lease lease = leases.get(bucket);
        long now = nanoClock.getAsLong();
        if (lease == null || lease.tokens == 0 || now - lease.taken >= nanos) {
            return OptionalLong.empty();
        }
        lease.lastRequest = now;
        lease.tokens--;
        return OptionalLong.of(lease.tokens + lease.inBucket);
    }

    /**
     * Returns how many tokens to take from a bucket now. More than one for a busy caller, of whose requests only one at a time
     * takes more: it must report to {@link #taken}.
     */
    synchronized int tokensToTake(RatePolicy policy, String bucket) {
        if (nanos == 0) {
            return 1;
        }
        long now = nanoClock.getAsLong();
        Lease lease = leases.get(bucket);
        if (lease == null) {
            lease = new Lease();
            lease.lastRequest = now;
            leases.put(bucket, lease);
            return 1;
        }
        boolean busy = now - lease.lastRequest < nanos;
        // A request that was lost must not end the leases of its caller.
        boolean another = lease.waits && now - lease.asked < nanos;
        lease.lastRequest = now;
        if (!busy || another || policy.lease() == 1) {
            return 1;
        }
        lease.waits = true;
        lease.asked = now;
        return policy.lease();
    }

    /**
     * Keeps the tokens that were taken in one call, without the one of the request itself.
     *
     * @param inBucket the tokens left in the bucket
     */
    synchronized void taken(String bucket, int tokens, long inBucket) {
        Lease lease = leases.get(bucket);
        if (lease != null) {
            lease.waits = false;
            lease.taken = nanoClock.getAsLong();
            lease.tokens = tokens;
            lease.inBucket = inBucket;
        }
    }
}
