package stage5.kit.store;

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
import stage5.kit.event.Event;

/**
 * Publishes events in rounds, so that none overtakes an earlier one of its subject: a round takes the first that is left
 * of each subject, in full batches, and the next one begins when each has been answered. A subject of which an event was
 * not settled is out.
 */
final class Rounds {

    /** How many batches are under way at once. */
    private static final int CONCURRENT = 8;

    private final Function<List<Event>, Uni<Settled>> send;
    private final Map<String, Queue<Event>> waiting = new LinkedHashMap<>();

    /** @param events those of one subject in their order */
    Rounds(List<Event> events, Function<List<Event>, Uni<Settled>> send) {
        this.send = send;
        events.forEach(event -> waiting.computeIfAbsent(event.subject(), subject -> new ArrayDeque<>())
                .add(event));
    }

    /** Returns what became of the events; fails never. */
    Uni<Outcome> run() {
        if (waiting.isEmpty()) {
            return Uni.createFrom().item(Outcome.NOTHING);
        }
        return Multi.createBy()
                .repeating()
                .uni(this::round)
                .whilst(outcome -> !waiting.isEmpty() && !outcome.isStuck())
                .collect()
                .in(() -> new Outcome[] {Outcome.NOTHING}, (sum, outcome) -> sum[0] = sum[0].and(outcome))
                .map(sum -> sum[0]);
    }

    private Uni<Outcome> round() {
        return Multi.createFrom()
                .iterable(batches())
                .onItem()
                .transformToUni(this::sendBatch)
                .merge(CONCURRENT)
                .collect()
                .asList()
                .map(this::goOn);
    }

    private List<List<Event>> batches() {
        List<Event> first = waiting.values().stream().map(Queue::element).toList();
        List<List<Event>> batches = new ArrayList<>();
        for (int from = 0; from < first.size(); from += Topic.BATCH_SIZE) {
            batches.add(first.subList(from, Math.min(first.size(), from + Topic.BATCH_SIZE)));
        }
        return batches;
    }

    private Uni<Settled> sendBatch(List<Event> batch) {
        return send.apply(batch)
                .onFailure()
                .recoverWithItem(failure -> new Settled(List.of(), List.of(failure.toString())));
    }

    /** Every subject has had its turn: those whose event is settled have another one, where more is left of them. */
    private Outcome goOn(List<Settled> batches) {
        Map<String, Queue<Event>> before = new LinkedHashMap<>(waiting);
        waiting.clear();
        Outcome outcome = Outcome.NOTHING;
        for (Settled batch : batches) {
            outcome = outcome.and(new Outcome(batch.events().size(), batch.obstacles()));
            for (Event event : batch.events()) {
                Queue<Event> rest = before.get(event.subject());
                rest.remove();
                if (!rest.isEmpty()) {
                    waiting.put(event.subject(), rest);
                }
            }
        }
        return outcome;
    }

    /**
     * How a batch ended.
     *
     * @param events those that SNS has taken and the outbox has let go
     * @param obstacles why others are still there, where it was not their own fault
     */
    record Settled(List<Event> events, List<String> obstacles) {

        static final Settled NONE = new Settled(List.of(), List.of());

        Settled and(Settled other) {
            return new Settled(
                    Stream.concat(events.stream(), other.events.stream()).toList(),
                    Stream.concat(obstacles.stream(), other.obstacles.stream()).toList());
        }
    }
}
