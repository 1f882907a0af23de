package stage5.order.reading;

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

    /** Nothing more will happen. */
    record End() implements FeedItem {}
}
