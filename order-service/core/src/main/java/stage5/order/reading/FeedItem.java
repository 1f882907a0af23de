package stage5.order.reading;

import java.time.Duration;

/** What goes over an order's event stream. */
sealed interface FeedItem {

    /**
     * Something that has happened to the order.
     *
     * @param sequence its position among the order's events: 1, 2, 3
     */
    record News(long sequence, FeedEntry entry) implements FeedItem {}

    /** Nothing has happened, and the stream is alive. */
    record Heartbeat() implements FeedItem {}

    /**
     * This answer is over, and the order is not: the client asks again.
     *
     * @param after how long it waits before
     */
    record ComeBack(Duration after) implements FeedItem {}

    /** Nothing more comes. */
    record End() implements FeedItem {}
}
