package stage5.kit.events.consumption;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import stage5.kit.events.consumption.SubjectLanes.End;

class SubjectLanesTests {

    private static final End DONE = new End(Set.of(), End.NONE_FAILED);

    private final SubjectLanes lanes = new SubjectLanes();
    private final CompletableFuture<End> first = new CompletableFuture<>();
    private final CompletableFuture<End> second = new CompletableFuture<>();

    @Test
    void shouldBeFree_onceTheLastWorkOfTheSubjectHasEnded() {
        enter(first);
        enter(second);

        first.complete(DONE);
        assertThat(lanes.isFree("order/1")).isFalse();
        assertThat(lanes.isFree("order/2")).isTrue();

        second.complete(DONE);
        assertThat(lanes.isFree("order/1")).isTrue();
    }

    @Test
    void shouldBeFree_whenTheWorkFails() {
        enter(first);

        first.completeExceptionally(new IllegalStateException("poison"));

        assertThat(lanes.isFree("order/1")).isTrue();
    }

    @Test
    void shouldBeFree_whenTheWorkIsCancelled() {
        CompletableFuture<Set<String>> work = enter(first);

        work.cancel(true);

        assertThat(lanes.isFree("order/1")).isTrue();
    }

    private CompletableFuture<Set<String>> enter(CompletableFuture<End> work) {
        return lanes.enter("order/1", failedBefore -> Uni.createFrom().completionStage(work))
                .subscribeAsCompletionStage();
    }
}
