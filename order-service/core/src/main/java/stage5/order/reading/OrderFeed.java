package stage5.order.reading;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.Executor;
import stage5.kit.faults.TimeBudget;
import stage5.order.log.OrderLog;
import stage5.order.log.OrderSignals;
import stage5.order.reading.FeedItem.End;

/**
 * Follows an order until it is settled. A signal makes a stream look at once; without one it looks now and then, so that
 * it works, slower, while Redis is down. What it sends comes from the order's events alone.
 */
@ApplicationScoped
class OrderFeed {

    private final OrderLog log;
    private final OrderSignals signals;
    private final Clock clock;
    private final FeedSettings settings;

    OrderFeed(OrderLog log, OrderSignals signals, Clock clock, FeedSettings settings) {
        this.log = log;
        this.signals = signals;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Returns the order's events after the given sequence, as they happen; it ends when the order is settled or it has
     * lasted its time. Call it on a Vert.x context, which the stream then stays on.
     */
    Multi<FeedItem> follow(String orderId, long after) {
        FeedPosition position = new FeedPosition(clock, settings.heartbeat(), after);
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        TimeBudget.start(settings.lifetime()); // the request's own budget is for an answer, not for a stream
        return occasions(orderId)
                .emitOn(context)
                .onItem()
                .transformToUniAndConcatenate(occasion -> log.get(orderId))
                .onItem()
                .transformToIterable(stored -> position.advance(stored.order()))
                .select()
                .first(item -> !(item instanceof End))
                .select()
                .first(settings.lifetime());
    }

    /** Returns when to look: now, at each signal, and every poll interval. */
    private Multi<String> occasions(String orderId) {
        return Multi.createBy()
                .merging()
                .withRequests(1) // what piles up while one look is going on makes one more look
                .streams(
                        Multi.createFrom()
                                .ticks()
                                .every(settings.poll())
                                .onOverflow()
                                .dropPreviousItems()
                                .map(tick -> orderId),
                        signals.of(orderId));
    }
}
