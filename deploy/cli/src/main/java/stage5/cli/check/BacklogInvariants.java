package stage5.cli.check;

import java.util.ArrayList;
import java.util.List;
import stage5.cli.check.Snapshot.QueueDepth;

/** No backlog is left: the outboxes, queues and dead-letter queues are empty. */
final class BacklogInvariants {

    private BacklogInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        List<String> unpublished = new ArrayList<>();
        snapshot.outboxes().forEach((table, events) -> {
            if (events > 0) {
                unpublished.add("%s: %d events".formatted(table, events));
            }
        });
        List<String> unread = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        for (QueueDepth queue : snapshot.queues()) {
            if (queue.messages() > 0) {
                unread.add("%s: %d messages".formatted(queue.name(), queue.messages()));
            }
            if (queue.deadLetters() > 0) {
                dead.add("%s: %d messages".formatted(queue.name(), queue.deadLetters()));
            }
        }
        return List.of(
                InvariantResult.of(
                        "outboxes are empty",
                        "%d outboxes".formatted(snapshot.outboxes().size()),
                        unpublished),
                InvariantResult.of(
                        "queues are empty",
                        "%d queues".formatted(snapshot.queues().size()),
                        unread),
                InvariantResult.of(
                        "dead-letter queues are empty",
                        "%d dead-letter queues".formatted(snapshot.queues().size()),
                        dead));
    }
}
