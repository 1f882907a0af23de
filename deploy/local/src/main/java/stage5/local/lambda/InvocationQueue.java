package stage5.local.lambda;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The invocations that wait for an environment of a function, oldest first. Lambda would start an environment for each;
 * this machine can't. A burst may wait. But if the environments don't keep up, each invocation would wait so long that
 * its caller has left when it runs, and all work would be useless. So the queue limits the wait once it has stood for
 * some time.
 *
 * <p>It stands from the moment when an environment becomes idle and still leaves others waiting, until it is empty.
 * Waiting for the first environments to start is not standing. The rule is that of the controlled delay in <a
 * href="https://queue.acm.org/detail.cfm?id=2839461">Fail at Scale</a>.
 *
 * <p>Not thread-safe.
 */
final class InvocationQueue {

    /** How long the queue may stand without a limit of the wait. */
    static final Duration LONGEST_BURST = Duration.ofSeconds(5);

    /** The longest wait in a queue that stands for longer; callers need the rest of their 10 s for the invocation. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private record Waiting(PendingInvocation invocation, Instant since) {}

    private final InstantSource clock;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private Instant standingSince = Instant.MAX;

    InvocationQueue(InstantSource clock) {
        this.clock = clock;
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void add(PendingInvocation invocation) {
        if (queue.isEmpty()) {
            standingSince = Instant.MAX;
        }
        queue.addLast(new Waiting(invocation, clock.instant()));
    }

    /** Returns whether the queue has stood for too long and its first invocation has waited for too long. */
    boolean isBehind() {
        Instant now = clock.instant();
        return !queue.isEmpty()
                && standingSince.isBefore(now.minus(LONGEST_BURST))
                && queue.getFirst().since().isBefore(now.minus(LONGEST_WAIT));
    }

    /** Removes and returns the first invocation. */
    Optional<PendingInvocation> poll() {
        return Optional.ofNullable(queue.pollFirst()).map(Waiting::invocation);
    }

    /** Removes and returns the first invocation for an environment that has become idle. */
    Optional<PendingInvocation> pollForIdle() {
        Optional<PendingInvocation> first = poll();
        if (!queue.isEmpty() && standingSince.equals(Instant.MAX)) {
            standingSince = clock.instant();
        }
        return first;
    }

    /** Removes and returns the invocations for which the queue {@linkplain #isBehind is behind}. */
    List<PendingInvocation> removeOverdue() {
        List<PendingInvocation> overdue = new ArrayList<>();
        while (isBehind()) {
            overdue.add(queue.removeFirst().invocation());
        }
        return overdue;
    }

    /** Removes the invocation. Returns whether it was waiting. */
    boolean remove(PendingInvocation invocation) {
        return queue.removeIf(waiting -> waiting.invocation() == invocation);
    }

    /** Removes and returns all invocations. */
    List<PendingInvocation> removeAll() {
        List<PendingInvocation> all = queue.stream().map(Waiting::invocation).toList();
        queue.clear();
        return all;
    }
}
