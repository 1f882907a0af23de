package stage5.order.reading;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import stage5.kit.web.resilience.Delay;
import stage5.kit.web.resilience.TimeBudget;
import stage5.order.domain.Order;
import stage5.order.reading.StreamItem.End;

/**
 * Streams the events of an order until the order is settled. The streams of an order share its reads, at each Redis signal and at
 * each poll interval, so they still work while Redis is down, only with more delay. They send only events read from the event
 * store.
 */
@ApplicationScoped
class OrderEventStreams {

    /** The part of the caller's time budget that is reserved for the last read and the response. */
    private static final Duration RESPONSE_MARGIN = Duration.ofSeconds(1);

    private final OrderPolls polls;
    private final Clock clock;
    private final StreamSettings settings;

    OrderEventStreams(OrderPolls polls, Clock clock, StreamSettings settings) {
        this.polls = polls;
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
        return items(
                        snapshots(orderId).map(order -> new Snapshot(order, false)),
                        each -> position.advance(each.order()))
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
        Uni<Snapshot> last = (wait.isPositive()
                        ? Delay.of(wait)
                        : Uni.createFrom().voidItem())
                .chain(() -> polls.now(orderId))
                .map(order -> new Snapshot(order, true));
        return items(
                Multi.createBy()
                        .merging()
                        .withRequests(1)
                        .streams(snapshots(orderId).map(order -> new Snapshot(order, false)), last.toMulti()),
                each -> position.advance(each.order(), each.last(), settings.reconnectDelay()));
    }

    private StreamPosition position(long after) {
        return new StreamPosition(clock, settings.heartbeat(), after);
    }

    private Multi<StreamItem> items(Multi<Snapshot> snapshots, Function<Snapshot, List<StreamItem>> itemsOf) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return snapshots
                .emitOn(context)
                .onItem()
                .transformToIterable(itemsOf)
                .select()
                .first(item -> !(item instanceof End));
    }

    /** Emits the order now, and at each read that it shares with the other streams of the order. */
    private Multi<Order> snapshots(String orderId) {
        return Multi.createBy()
                .merging()
                .withRequests(1) // of snapshots that arrive meanwhile, the latest is enough
                .streams(polls.now(orderId).toMulti(), polls.of(orderId));
    }

    /**
     * The order as it was read.
     *
     * @param last whether the response ends with it
     */
    private record Snapshot(Order order, boolean last) {}
}
