package stage5.kit.events.consumption;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class JointAttemptTests {

    private final List<Set<String>> attempts = new ArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CompletableFuture<Void> work = new CompletableFuture<>();
    private final JointAttempt attempt = new JointAttempt(2, spans -> {
        attempts.add(Set.copyOf(spans.keySet()));
        return Uni.createFrom().completionStage(work).onCancellation().invoke(() -> cancelled.set(true));
    });

    @Test
    void shouldApplyAllEventsOnce_whenTheLastOneHasJoined() {
        CompletableFuture<Void> first = join("first");
        assertThat(attempts).isEmpty();

        CompletableFuture<Void> second = join("second");

        assertThat(attempts).containsExactly(Set.of("first", "second"));
        work.complete(null);
        assertThat(List.of(first, second)).allMatch(CompletableFuture::isDone);
    }

    @Test
    void shouldCancelTheAttempt_onceAllHaveLeft() {
        CompletableFuture<Void> first = join("first");
        CompletableFuture<Void> second = join("second");

        first.cancel(true);
        assertThat(cancelled).as("the other one still waits").isFalse();

        second.cancel(true);
        assertThat(cancelled).isTrue();
    }

    private CompletableFuture<Void> join(String eventId) {
        return attempt.join(eventId).subscribeAsCompletionStage();
    }
}
