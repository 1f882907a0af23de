package stage5.kit.events.outbox;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Stream;
import stage5.kit.events.envelope.Event;

/**
 * Publishes events in full batches, with at most one event per subject in flight, so that the events of a subject stay
 * in order. A pass publishes the first waiting event of each subject; the next pass starts once all batches are
 * answered. If an event is not published, later events of its subject are skipped.
 */
final class OrderedBatchPublisher {

    private static final int CONCURRENT_BATCHES = 8;

    private final Function<List<Event>, Uni<BatchOutcome>> publishBatch;
    private final Map<String, Queue<Event>> waitingBySubject = new LinkedHashMap<>();

    /** @param events in order within each subject */
    OrderedBatchPublisher(List<Event> events, Function<List<Event>, Uni<BatchOutcome>> publishBatch) {
        this.publishBatch = publishBatch;
        events.forEach(event -> waitingBySubject
                .computeIfAbsent(event.subject(), subject -> new ArrayDeque<>())
                .add(event));
    }

    /** Completes with the outcome once no event waits or a pass is stuck; never fails. */
    Uni<PublishOutcome> run() {
        if (waitingBySubject.isEmpty()) {
            return Uni.createFrom().item(PublishOutcome.NOTHING);
        }
        return Multi.createBy()
                .repeating()
                .uni(this::pass)
                .whilst(outcome -> !waitingBySubject.isEmpty() && !outcome.isStuck())
                .collect()
                .in(() -> new PublishOutcome[] {PublishOutcome.NOTHING}, (sum, outcome) -> sum[0] = sum[0].and(outcome))
                .map(sum -> sum[0]);
    }

    private Uni<PublishOutcome> pass() {
        return Multi.createFrom()
                .iterable(nextBatches())
                .onItem()
                .transformToUni(this::publish)
                .merge(CONCURRENT_BATCHES)
                .collect()
                .asList()
                .map(this::removePublished);
    }

    private List<List<Event>> nextBatches() {
        List<Event> first =
                waitingBySubject.values().stream().map(Queue::element).toList();
        List<List<Event>> batches = new ArrayList<>();
        for (int from = 0; from < first.size(); from += Topic.BATCH_SIZE) {
            batches.add(first.subList(from, Math.min(first.size(), from + Topic.BATCH_SIZE)));
        }
        return batches;
    }

    private Uni<BatchOutcome> publish(List<Event> batch) {
        return publishBatch
                .apply(batch)
                .onFailure()
                .recoverWithItem(failure -> new BatchOutcome(List.of(), List.of(failure.toString())));
    }

    /** Keeps the subjects whose event was published and that have more events; drops all other subjects. */
    private PublishOutcome removePublished(List<BatchOutcome> batches) {
        Map<String, Queue<Event>> before = new LinkedHashMap<>(waitingBySubject);
        waitingBySubject.clear();
        PublishOutcome outcome = PublishOutcome.NOTHING;
        for (BatchOutcome batch : batches) {
            outcome = outcome.and(new PublishOutcome(batch.published().size(), batch.obstacles()));
            for (Event event : batch.published()) {
                Queue<Event> rest = before.get(event.subject());
                rest.remove();
                if (!rest.isEmpty()) {
                    waitingBySubject.put(event.subject(), rest);
                }
            }
        }
        return outcome;
    }

    /**
     * Result of publishing one batch.
     *
     * @param published the events that SNS has accepted and the outbox no longer holds
     * @param obstacles why other events are still in the outbox; events that SNS rejects as invalid are not counted
     *     here
     */
    record BatchOutcome(List<Event> published, List<String> obstacles) {

        static final BatchOutcome NONE = new BatchOutcome(List.of(), List.of());

        BatchOutcome and(BatchOutcome other) {
            return new BatchOutcome(
                    Stream.concat(published.stream(), other.published.stream()).toList(),
                    Stream.concat(obstacles.stream(), other.obstacles.stream()).toList());
        }
    }
}
