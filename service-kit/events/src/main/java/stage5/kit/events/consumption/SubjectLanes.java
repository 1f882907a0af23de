package stage5.kit.events.consumption;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * Keeps the events of a subject in order across batches that overlap: the events of a later batch wait until those of
 * the earlier batch are processed. Each queue has its own lanes. Thread-safe.
 */
public class SubjectLanes {

    private final Map<String, CompletableFuture<Long>> lastInLane = new HashMap<>();

    /** Returns whether no event of the subject is in work. */
    synchronized boolean isFree(String subject) {
        return !lastInLane.containsKey(subject);
    }

    /**
     * Completes as the work does, which starts once the work that entered the subject's lane before has ended. The lane
     * is entered when this method is called, so the caller has to subscribe.
     *
     * @param work creates the work, given {@link End#firstFailed()} of the previous work in the lane
     */
    Uni<Set<String>> enter(String subject, LongFunction<Uni<End>> work) {
        CompletableFuture<Long> own = new CompletableFuture<>();
        CompletableFuture<Long> previous = append(subject, own);
        Uni<Long> turn = previous == null
                ? Uni.createFrom().item(End.NONE_FAILED)
                : Uni.createFrom().completionStage(previous.copy()); // a cancelled subscription cancels its stage
        return turn.chain(work::apply)
                .onTermination()
                .invoke((end, failure, cancelled) -> {
                    leave(subject, own);
                    own.complete(end == null ? End.NONE_FAILED : end.firstFailed());
                })
                .map(End::failed);
    }

    private synchronized CompletableFuture<Long> append(String subject, CompletableFuture<Long> own) {
        return lastInLane.put(subject, own);
    }

    private synchronized void leave(String subject, CompletableFuture<Long> own) {
        lastInLane.remove(subject, own);
    }

    /**
     * How the work on a batch's events of one subject ended.
     *
     * @param failed the ids of the failed messages
     * @param firstFailed the sequence of the first event that was tried and failed; {@link #NONE_FAILED} if none did
     */
    record End(Set<String> failed, long firstFailed) {

        /** Greater than every sequence. */
        static final long NONE_FAILED = Long.MAX_VALUE;
    }
}
