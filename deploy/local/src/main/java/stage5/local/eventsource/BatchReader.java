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
 * Gathers a queue's messages into events, until the batch is full, the window is over or the event has 6 MB. Not for
 * several threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching">Batching
 *     behaviour</a>
 */
final class BatchReader {

    /**
     * How long one call waits for a message. Lambda waits for 20 s, but a mapping that closes waits until its call is
     * over: what a call that is cut off receives would be hidden from everybody for the visibility time-out.
     */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SourceQueue queue;
    private final int size;
    private final Duration window;
    private final InstantSource clock;
    private final Deque<Message> held = new ArrayDeque<>();

    /** An event, and when the first of its messages was received. */
    record Batch(SqsEvent event, Instant receivedAt) {}

    BatchReader(SourceQueue queue, QueueSettings settings, InstantSource clock) {
        this.queue = queue;
        this.size = settings.batchSize();
        this.window = settings.batchingWindow();
        this.clock = clock;
    }

    /**
     * Returns the next batch, or nothing if no message came for a while.
     *
     * @param closing asked between calls; once it says so, the batch is what has been received so far
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

    /** Adds what is held, else what one call brings; a message for which there is no room is held for the next event. */
    private void fill(SqsEvent event) {
        if (held.isEmpty()) {
            held.addAll(queue.receive(size - event.messages().size(), WAIT));
        }
        while (!held.isEmpty() && event.add(held.getFirst())) {
            held.removeFirst();
        }
    }

    /** Returns the messages that are in no batch yet. */
    List<Message> held() {
        return new ArrayList<>(held);
    }
}
