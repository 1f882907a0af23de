package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The responses that an attacker got, by status. Thread-safe. */
final class AttackResponses {

    /** Refusals that must say when to come back. */
    private static final Set<Integer> BACK_OFF = Set.of(429, 503);

    private final SortedMap<Integer, Long> byStatus = new TreeMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    synchronized void add(AttackResponse response) {
        byStatus.merge(response.status(), 1L, Long::sum);
        if (BACK_OFF.contains(response.status()) && !response.retryAfter()) {
            faults.add("a " + response.status() + " without Retry-After");
        }
    }

    /** Records that the shop gave no response. */
    void addFailure(Exception failure) {
        faults.add(failure.toString());
    }

    synchronized long total() {
        return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized long count(int status) {
        return byStatus.getOrDefault(status, 0L);
    }

    /** Asserts that each request was answered with one of these statuses, and the refused ones told when to come back. */
    synchronized void assertOnly(Integer... statuses) {
        assertThat(faults).as("failures among %s", this).isEmpty();
        assertThat(byStatus.keySet()).as(toString()).isSubsetOf(statuses);
    }

    @Override
    public synchronized String toString() {
        return "responses by status " + byStatus;
    }
}
