package stage5.order.reading;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import stage5.kit.faults.Pause;
import stage5.kit.faults.TimeBudget;
import stage5.order.domain.Order;
import stage5.order.log.OrderLog;
import stage5.order.log.OrderSignals;
import stage5.order.reading.FeedItem.End;

/**
 * Follows an order until it is settled. A signal makes a stream look at once; without one it looks now and then, so that
 * it works, slower, while Redis is down. What it sends comes from the order's events alone.
 */
@ApplicationScoped
class OrderFeed {

    /** What an answer that has waited keeps of its time, to look for the last time and to say what it saw. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

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
        FeedPosition position = position(after);
        TimeBudget.start(settings.lifetime()); // the request's own budget is for an answer, not for a stream
        return look(orderId, lookingNowAndThen(orderId), (order, occasion) -> position.advance(order))
                .select()
                .first(settings.lifetime());
    }

    /**
     * Returns the order's events after the given sequence: those that there are or, if there are none, the first that
     * come within the patience and the caller's time budget. Call it on a Vert.x context.
     */
    Multi<FeedItem> await(String orderId, long after, Duration patience) {
        FeedPosition position = position(after);
        Duration wait = TimeBudget.atMost(patience.plus(LAST_LOOK)).minus(LAST_LOOK);
        Multi<Occasion> timeIsUp = Multi.createFrom().item(Occasion.TIME_IS_UP);
        return look(
                orderId,
                Multi.createBy()
                        .merging()
                        .withRequests(1)
                        .streams(
                                lookingNowAndThen(orderId),
                                wait.isPositive() ? timeIsUp.onItem().call(() -> Pause.of(wait)) : timeIsUp),
                (order, occasion) -> position.advance(order, occasion == Occasion.TIME_IS_UP, settings.comeBack()));
    }

    private FeedPosition position(long after) {
        return new FeedPosition(clock, settings.heartbeat(), after);
    }

    private Multi<FeedItem> look(
            String orderId, Multi<Occasion> occasions, BiFunction<Order, Occasion, List<FeedItem>> see) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return occasions
                .emitOn(context)
                .onItem()
                .transformToUniAndConcatenate(
                        occasion -> log.get(orderId).map(stored -> see.apply(stored.order(), occasion)))
                .onItem()
                .transformToIterable(Function.identity())
                .select()
                .first(item -> !(item instanceof End));
    }

    /** Returns when to look: now, at each signal, and every poll interval. */
    private Multi<Occasion> lookingNowAndThen(String orderId) {
        return Multi.createBy()
                .merging()
                .withRequests(1) // what piles up while one look is going on makes one more look
                .streams(
                        Multi.createFrom()
                                .ticks()
                                .every(settings.poll())
                                .onOverflow()
                                .dropPreviousItems()
                                .map(tick -> Occasion.NOW_AND_THEN),
                        signals.of(orderId).map(signal -> Occasion.NOW_AND_THEN));
    }

    private enum Occasion {
        NOW_AND_THEN,
        TIME_IS_UP
    }
}
