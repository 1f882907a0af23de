package stage5.kit.web.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import stage5.kit.web.memory.BoundedMap;

/**
 * Keeps what was verified about access tokens, so that a token is verified once and not with each request: an RSA
 * verification takes some 15 % of a gateway's CPU time. Entries are found by the whole token, signature included, so that a
 * forged token with the claims of a verified one is never found. What is known about a token has the token too, so a hash of it
 * would keep no secret, and a SHA-256 for each request costs as much as parsing it.
 *
 * <p>Thread-safe.
 *
 * @param <T> what is known about a verified token
 */
public final class VerifiedTokens<T> {

    private record Kept<T>(T value, Instant end) {}

    private final Map<String, Kept<T>> entries;
    private final Duration longest;
    private final InstantSource clock;

    /**
     * Creates an empty cache.
     *
     * @param most the most entries; the one that was not used for the longest time is removed first
     * @param longest the longest time that an entry is used, which is the time until a withdrawn key takes effect
     */
    public VerifiedTokens(int most, Duration longest, InstantSource clock) {
        this.longest = longest;
        this.clock = clock;
        this.entries = BoundedMap.ofRecentlyUsed(most);
    }

    /** Returns what is known about a token; empty if it was not verified here, or is expired. */
    public Optional<T> find(String token) {
        synchronized (entries) {
            Kept<T> entry = entries.get(token);
            if (entry == null) {
                return Optional.empty();
            }
            if (!clock.instant().isBefore(entry.end())) {
                entries.remove(token);
                return Optional.empty();
            }
            return Optional.of(entry.value());
        }
    }

    /** Keeps what is known about a verified token until it expires. */
    public void keep(String token, Instant expiry, T value) {
        Instant now = clock.instant();
        Instant end = expiry.isBefore(now.plus(longest)) ? expiry : now.plus(longest);
        if (end.isAfter(now)) {
            synchronized (entries) {
                entries.put(token, new Kept<>(value, end));
            }
        }
    }
}
