package stage5.local.dynamodb.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The client tokens of committed transactions, each with a digest of its request. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems">Idempotency
 *     of TransactWriteItems</a>
 */
final class ClientTokens {

    /** How long a token makes a repetition idempotent. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private record Entry(byte[] digest, long committedMillis) {}

    private final InstantSource clock;
    private final Map<String, Entry> byToken = new LinkedHashMap<>();

    ClientTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the digest of the transaction with this token; null if none was committed within the last 10 minutes. */
    synchronized byte[] digest(String token) {
        removeExpired();
        Entry entry = byToken.get(token);
        return entry == null ? null : entry.digest();
    }

    synchronized void add(String token, byte[] digest) {
        removeExpired();
        byToken.putIfAbsent(token, new Entry(digest, clock.millis()));
    }

    /** Returns how many tokens are kept. */
    synchronized int size() {
        return byToken.size();
    }

    private void removeExpired() {
        long earliest = clock.millis() - KEPT.toMillis();
        Iterator<Entry> oldest = byToken.values().iterator();
        while (oldest.hasNext() && oldest.next().committedMillis() < earliest) {
            oldest.remove();
        }
    }
}
