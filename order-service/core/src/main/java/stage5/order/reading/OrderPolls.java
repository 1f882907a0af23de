package stage5.order.reading;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import stage5.order.domain.Order;
import stage5.order.store.OrderSignals;
import stage5.order.store.OrderStore;

/**
 * Reads the orders that are watched: one read an order at each Redis signal and at each poll interval, however many watch it.
 * Thread-safe.
 */
@ApplicationScoped
class OrderPolls {

    private final Function<String, Uni<Order>> read;
    private final Function<String, Multi<String>> signals;
    private final Duration interval;
    private final Map<String, Poll> polls = new HashMap<>();

    @Inject
    OrderPolls(OrderStore orders, OrderSignals signals, StreamSettings settings) {
        this(id -> orders.get(id).map(stored -> stored.order()), signals::of, settings.poll());
    }

    /**
     * Creates polls.
     *
     * @param read reads an order by its id
     * @param signals emits when an order may have changed
     * @param interval how often an order is read without a signal
     */
    OrderPolls(Function<String, Uni<Order>> read, Function<String, Multi<String>> signals, Duration interval) {
        this.read = read;
        this.signals = signals;
        this.interval = interval;
    }

    /** Completes with the current order, by a read of its own. */
    Uni<Order> now(String orderId) {
        return read.apply(orderId);
    }

    /**
     * Emits the order at each read, on any thread, until it is cancelled; fails if a read fails. A slow subscriber gets only the
     * latest one that it missed.
     */
    Multi<Order> of(String orderId) {
        return Multi.createFrom()
                .emitter(
                        watcher -> {
                            join(orderId, watcher);
                            watcher.onTermination(() -> leave(orderId, watcher));
                        },
                        BackPressureStrategy.LATEST);
    }

    private synchronized void join(String orderId, MultiEmitter<? super Order> watcher) {
        Poll poll = polls.get(orderId);
        if (poll == null) {
            poll = new Poll();
            polls.put(orderId, poll);
            poll.start(orderId);
        }
        poll.watchers.add(watcher);
    }

    private synchronized void leave(String orderId, MultiEmitter<? super Order> watcher) {
        Poll poll = polls.get(orderId);
        if (poll != null && poll.watchers.remove(watcher) && poll.watchers.isEmpty()) {
            polls.remove(orderId);
            poll.reads.cancel();
        }
    }

    private synchronized List<MultiEmitter<? super Order>> watchersOf(Poll poll) {
        return List.copyOf(poll.watchers);
    }

    private void fail(String orderId, Poll poll, Throwable failure) {
        synchronized (this) {
            polls.remove(orderId, poll);
        }
        watchersOf(poll).forEach(watcher -> watcher.fail(failure));
    }

    /** The reads of one order, and who gets them. */
    private final class Poll {

        private final Set<MultiEmitter<? super Order>> watchers = new HashSet<>();
        private Cancellable reads;

        private void start(String orderId) {
            reads = Multi.createBy()
                    .merging()
                    .withRequests(1) // triggers that arrive during a read cause one more read
                    .streams(
                            Multi.createFrom()
                                    .ticks()
                                    .every(interval)
                                    .onOverflow()
                                    .dropPreviousItems()
                                    .map(String::valueOf),
                            signals.apply(orderId))
                    // Not on the context of the first watcher, with whose time budget the reads of all would end.
                    .emitOn(Infrastructure.getDefaultExecutor())
                    .onItem()
                    .transformToUniAndConcatenate(trigger -> read.apply(orderId))
                    .subscribe()
                    .with(
                            order -> watchersOf(this).forEach(watcher -> watcher.emit(order)),
                            failure -> fail(orderId, this, failure));
        }
    }
}
