package stage5.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InvocationQueueTests {

    private static final Duration TICK = Duration.ofMillis(1);

    private Instant now = Instant.EPOCH;
    private final InvocationQueue queue = new InvocationQueue(() -> now);

    @Test
    void shouldNotBeBehind_whenInvocationsWaitForTheFirstStart() {
        add(2);

        pass(Duration.ofMinutes(1));

        assertThat(queue.isBehind()).isFalse();
        assertThat(queue.removeOverdue()).isEmpty();
    }

    @Test
    void shouldNotBeBehind_whenABurstIsWorkedOff() {
        add(100);
        queue.pollForIdle();

        pass(InvocationQueue.LONGEST_BURST);

        assertThat(queue.isBehind()).isFalse();
    }

    @Test
    void shouldRemoveWhatHasWaitedTooLong_whenTheQueueStands() {
        List<PendingInvocation> old = add(3);
        queue.pollForIdle();
        pass(InvocationQueue.LONGEST_BURST.plus(TICK).minus(InvocationQueue.LONGEST_WAIT));
        List<PendingInvocation> young = add(1);

        pass(InvocationQueue.LONGEST_WAIT);

        assertThat(queue.isBehind()).isTrue();
        assertThat(queue.removeOverdue()).containsExactlyElementsOf(old.subList(1, 3));
        assertThat(queue.isBehind()).isFalse();
        assertThat(queue.pollForIdle()).contains(young.getFirst());
    }

    @Test
    void shouldStillStand_whenAnotherIdleEnvironmentLeavesOthersWaiting() {
        add(3);
        queue.pollForIdle();
        pass(InvocationQueue.LONGEST_BURST);

        queue.pollForIdle();
        pass(TICK);

        assertThat(queue.isBehind()).isTrue();
    }

    @Test
    void shouldStandAnew_whenTheQueueWasEmpty() {
        add(2);
        queue.pollForIdle();
        queue.poll();
        pass(InvocationQueue.LONGEST_BURST.plus(TICK));
        add(2);

        pass(InvocationQueue.LONGEST_BURST);

        assertThat(queue.isBehind()).isFalse();
    }

    @Test
    void shouldRemoveOnlyThatInvocation_whenOneLeaves() {
        List<PendingInvocation> all = add(2);

        assertThat(queue.remove(all.getFirst())).isTrue();
        assertThat(queue.remove(all.getFirst())).isFalse();
        assertThat(queue.removeAll()).containsExactly(all.getLast());
        assertThat(queue.isEmpty()).isTrue();
    }

    private List<PendingInvocation> add(int count) {
        List<PendingInvocation> added = Stream.generate(() -> PendingInvocation.of(
                        InvocationRequest.of(FunctionReference.parse("f", null), "{}".getBytes(UTF_8))))
                .limit(count)
                .toList();
        added.forEach(queue::add);
        return added;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
