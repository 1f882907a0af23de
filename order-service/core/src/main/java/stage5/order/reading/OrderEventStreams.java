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
import stage5.kit.web.resilience.Delay;
import stage5.kit.web.resilience.TimeBudget;
import stage5.order.domain.Order;
import stage5.order.reading.StreamItem.End;
import stage5.order.store.OrderSignals;
import stage5.order.store.OrderStore;

/**
 * Streams the events of an order until the order is settled. A stream reads the order at each Redis signal and at each poll
 * interval, so it still works while Redis is down, only with more delay. It sends only events read from the event store.
 */
@ApplicationScoped
class OrderEventStreams {

    /** The part of the caller's time budget that is reserved for the last read and the response. */
    private static final Duration RESPONSE_MARGIN = Duration.ofSeconds(1);

    private final OrderStore orders;
    private final OrderSignals signals;
    private final Clock clock;
    private final StreamSettings settings;

    OrderEventStreams(OrderStore orders, OrderSignals signals, Clock clock, StreamSettings settings) {
        this.orders = orders;
        this.signals = signals;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Emits the events of the order after the given sequence number as they happen. Completes once the order is settled or
     * {@link StreamSettings#lifetime} is over. Call it on a Vert.x context; the stream stays on that context.
     */
    Multi<StreamItem> follow(String orderId, long after) {
        StreamPosition position = position(after);
        TimeBudget.start(
                settings.lifetime()); // the request's own time budget is meant for a short response, not for a stream
        return read(orderId, readTriggers(orderId), (order, trigger) -> position.advance(order))
                .select()
                .first(settings.lifetime());
    }

    /**
     * Emits the existing events of the order after the given sequence number. If there are none, it waits for the next
     * ones, at most {@code longPoll} and within the caller's time budget. Call it on a Vert.x context.
     */
    Multi<StreamItem> await(String orderId, long after, Duration longPoll) {
        StreamPosition position = position(after);
        Duration wait = TimeBudget.atMost(longPoll.plus(RESPONSE_MARGIN)).minus(RESPONSE_MARGIN);
        Multi<Trigger> timeout = Multi.createFrom().item(Trigger.TIMEOUT);
        return read(
                orderId,
                Multi.createBy()
                        .merging()
                        .withRequests(1)
                        .streams(
                                readTriggers(orderId),
                                wait.isPositive() ? timeout.onItem().call(() -> Delay.of(wait)) : timeout),
                (order, trigger) -> position.advance(order, trigger == Trigger.TIMEOUT, settings.reconnectDelay()));
    }

    private StreamPosition position(long after) {
        return new StreamPosition(clock, settings.heartbeat(), after);
    }

    private Multi<StreamItem> read(
            String orderId, Multi<Trigger> triggers, BiFunction<Order, Trigger, List<StreamItem>> itemsOf) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return triggers.emitOn(context)
                .onItem()
                .transformToUniAndConcatenate(
                        trigger -> orders.get(orderId).map(stored -> itemsOf.apply(stored.order(), trigger)))
                .onItem()
                .transformToIterable(Function.identity())
                .select()
                .first(item -> !(item instanceof End));
    }

    /** Emits when to read the order: now, at each signal, and at each poll interval. */
    private Multi<Trigger> readTriggers(String orderId) {
        return Multi.createBy()
                .merging()
                .withRequests(1) // triggers that arrive during a read cause one more read
                .streams(
                        Multi.createFrom()
                                .ticks()
                                .every(settings.poll())
                                .onOverflow()
                                .dropPreviousItems()
                                .map(tick -> Trigger.READ),
                        signals.of(orderId).map(signal -> Trigger.READ));
    }

    private enum Trigger {
        READ,
        TIMEOUT
    }
}
