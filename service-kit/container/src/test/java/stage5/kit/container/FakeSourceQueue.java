package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.web.resilience.Delay;

/** A queue in memory that never delivers a message again by itself; records the calls. Thread-safe. */
final class FakeSourceQueue implements SourceQueue {

    private static final Duration LONG_POLL = Duration.ofMillis(10);

    private final Deque<Message> messages = new ArrayDeque<>();
    private final int mostPerCall;
    private final List<Receive> receives = new CopyOnWriteArrayList<>();
    private final List<List<String>> deletions = new CopyOnWriteArrayList<>();
    private final List<List<String>> extensions = new CopyOnWriteArrayList<>();

    /** @param mostPerCall the most messages that one receive call returns */
    FakeSourceQueue(int mostPerCall) {
        this.mostPerCall = mostPerCall;
    }

    /** Adds a message whose id is that of its event. */
    void send(Event event, String receiptHandle) {
        send(event, receiptHandle, Instant.now());
    }

    synchronized void send(Event event, String receiptHandle, Instant sentAt) {
        messages.add(Message.builder()
                .attributes(Map.of(MessageSystemAttributeName.SENT_TIMESTAMP, Long.toString(sentAt.toEpochMilli())))
                .messageId(event.id())
                .receiptHandle(receiptHandle)
                .body(EventCodec.write(event))
                .build());
    }

    /** Returns the receive calls that returned messages. */
    List<Receive> receives() {
        return receives;
    }

    /** Returns the receipt handles of each deletion. */
    List<List<String>> deletions() {
        return deletions;
    }

    /** Returns the receipt handles of each change of the visibility time-out. */
    List<List<String>> extensions() {
        return extensions;
    }

    @Override
    public Uni<List<Message>> receive(int max) {
        long now = System.nanoTime();
        List<Message> received = take(Math.min(max, mostPerCall));
        if (received.isEmpty()) {
            return Delay.of(LONG_POLL).replaceWith(received);
        }
        receives.add(new Receive(max, received.size(), now));
        return Uni.createFrom().item(received);
    }

    private synchronized List<Message> take(int most) {
        List<Message> taken = new ArrayList<>();
        while (taken.size() < most && !messages.isEmpty()) {
            taken.add(messages.remove());
        }
        return taken;
    }

    @Override
    public Uni<Void> delete(List<String> receiptHandles) {
        deletions.add(List.copyOf(receiptHandles));
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> setVisibility(List<String> receiptHandles, Duration visibility) {
        extensions.add(List.copyOf(receiptHandles));
        return Uni.createFrom().voidItem();
    }

    /**
     * A receive call.
     *
     * @param max how many messages were requested
     * @param nanos its time by {@link System#nanoTime()}
     */
    record Receive(int max, int returned, long nanos) {}
}
