package stage5.order.reading;

import java.time.Duration;

/** An item of an order's event stream. */
sealed interface StreamItem {

    /**
     * An event of the order.
     *
     * @param sequence the sequence number of the event: 1, 2, 3
     */
    record Update(long sequence, StreamedEvent event) implements StreamItem {}

    /** A comment that keeps an idle connection open. */
    record Heartbeat() implements StreamItem {}

    /**
     * The response ends before the order is settled: the client requests again.
     *
     * @param delay how long the client waits before it does
     */
    record Reconnect(Duration delay) implements StreamItem {}

    /** The end of the stream. */
    record End() implements StreamItem {}
}
