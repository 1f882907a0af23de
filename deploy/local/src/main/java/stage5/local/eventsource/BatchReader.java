package stage5.local.eventsource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Reads messages of a queue into batches. A batch ends when it is full, when its window ends or when the event reaches
 * 6 MB. Not thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching">Batching
 *     behaviour</a>
 */
final class BatchReader {

    /**
     * The long-polling wait of one receive call. Lambda waits 20 s. A closing mapping has to wait for its call to end,
     * since an aborted call may receive messages that then stay hidden for the visibility time-out.
     */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SourceQueue queue;
    private final int size;
    private final Duration window;
    private final InstantSource clock;
    private final Deque<Message> held = new ArrayDeque<>();

    /** An event, and the time at which its first message was received. */
    record Batch(SqsEvent event, Instant receivedAt) {}

    BatchReader(SourceQueue queue, QueueSettings settings, InstantSource clock) {
        this.queue = queue;
        this.size = settings.batchSize();
        this.window = settings.batchingWindow();
        this.clock = clock;
    }

    /**
     * Returns the next batch; empty if no message arrived during one receive call.
     *
     * @param closing checked between calls; once true, the batch ends with the messages received so far
     */
    Optional<Batch> next(BooleanSupplier closing) {
        SqsEvent event = new SqsEvent(queue.arn());
        fill(event);
        if (event.messages().isEmpty()) {
            return Optional.empty();
        }
        Instant receivedAt = clock.instant();
        Instant end = receivedAt.plus(window);
        while (held.isEmpty()
                && event.messages().size() < size
                && clock.instant().isBefore(end)
                && !closing.getAsBoolean()) {
            fill(event);
        }
        return Optional.of(new Batch(event, receivedAt));
    }

    /**
     * Adds the held messages, or else those of one receive call. A message that does not fit is held for the next
     * event.
     */
    private void fill(SqsEvent event) {
        if (held.isEmpty()) {
            held.addAll(queue.receive(size - event.messages().size(), WAIT));
        }
        while (!held.isEmpty() && event.add(held.getFirst())) {
            held.removeFirst();
        }
    }

    /** Returns the messages that were received but not yet put into a batch. */
    List<Message> held() {
        return new ArrayList<>(held);
    }
}
