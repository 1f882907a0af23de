package stage5.order.reading;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import stage5.order.domain.Order;
import stage5.order.reading.FeedItem.ComeBack;
import stage5.order.reading.FeedItem.End;
import stage5.order.reading.FeedItem.Heartbeat;
import stage5.order.reading.FeedItem.News;

/** How far one stream has got; used by one thread at a time. */
final class FeedPosition {

    private final Clock clock;
    private final Duration heartbeat;
    private long sent;
    private Instant lastSent;

    FeedPosition(Clock clock, Duration heartbeat, long after) {
        this.clock = clock;
        this.heartbeat = heartbeat;
        this.sent = after;
        this.lastSent = clock.instant();
    }

    /** Returns what is to be sent now that the order looks like this, and takes it for sent. */
    List<FeedItem> advance(Order order) {
        List<FeedItem> items = new ArrayList<>();
        for (long sequence = sent + 1; sequence <= order.version(); sequence++) {
            items.add(new News(sequence, FeedEntry.of(order.history().get(Math.toIntExact(sequence - 1)))));
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
     * Returns what is to be sent in an answer that ends with the first news.
     *
     * @param last whether it ends without any
     * @param comeBack after how long the client asks again
     */
    List<FeedItem> advance(Order order, boolean last, Duration comeBack) {
        List<FeedItem> items = advance(order);
        boolean over = last || items.stream().anyMatch(News.class::isInstance);
        if (over && !order.isSettled()) {
            items.add(new ComeBack(comeBack));
            items.add(new End());
        }
        return items;
    }
}
