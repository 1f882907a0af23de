package stage5.order.reading;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import stage5.order.domain.Order;
import stage5.order.reading.StreamItem.End;
import stage5.order.reading.StreamItem.Heartbeat;
import stage5.order.reading.StreamItem.Reconnect;
import stage5.order.reading.StreamItem.Update;

/** The position of one event stream in its order. Not thread-safe: use it from one thread at a time. */
final class StreamPosition {

    private final Clock clock;
    private final Duration heartbeat;
    private long sent;
    private Instant lastSent;

    StreamPosition(Clock clock, Duration heartbeat, long after) {
        this.clock = clock;
        this.heartbeat = heartbeat;
        this.sent = after;
        this.lastSent = clock.instant();
    }

    /** Returns the items to send for the current state of the order, and advances the position beyond them. */
    List<StreamItem> advance(Order order) {
        List<StreamItem> items = new ArrayList<>();
        for (long sequence = sent + 1; sequence <= order.version(); sequence++) {
            items.add(new Update(sequence, StreamedEvent.of(order.history().get(Math.toIntExact(sequence - 1)))));
        }
        Instant now = clock.instant();
        if (items.isEmpty() && !now.isBefore(lastSent.plus(heartbeat))) {
            items.add(new Heartbeat());
        }
        if (!items.isEmpty()) {
            lastSent = now;
            sent = Math.max(sent, order.version());
        }
        if (order.isSettled()) {
            items.add(new End());
        }
        return items;
    }

    /**
     * Returns the items to send in a response that ends with the first update, and advances the position beyond them.
     *
     * @param timedOut whether the response ends now even without an update
     * @param reconnectDelay how long the client waits before it requests again
     */
    List<StreamItem> advance(Order order, boolean timedOut, Duration reconnectDelay) {
        List<StreamItem> items = advance(order);
        boolean ends = timedOut || items.stream().anyMatch(Update.class::isInstance);
        if (ends && !order.isSettled()) {
            items.add(new Reconnect(reconnectDelay));
            items.add(new End());
        }
        return items;
    }
}
