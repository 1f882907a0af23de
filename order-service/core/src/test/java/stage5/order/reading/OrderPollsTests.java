package stage5.order.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import stage5.kit.web.money.Money;
import stage5.order.domain.Order;
import stage5.order.domain.OrderLine;

class OrderPollsTests {

    private static final int WATCHERS = 60;
    private static final Order ORDER = Order.fold(List.of(Order.place(
            "o",
            "c",
            List.of(new OrderLine("mug", "Mug", 1, new Money(100, "EUR"))),
            Instant.parse("2026-01-02T12:00:00Z"))));

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger listeners = new AtomicInteger();
    private final BroadcastProcessor<String> signals = BroadcastProcessor.create();
    private final OrderPolls polls = new OrderPolls(
            id -> Uni.createFrom().item(() -> {
                reads.incrementAndGet();
                return ORDER;
            }),
            id -> Multi.createFrom()
                    .deferred(() -> {
                        listeners.incrementAndGet();
                        return signals;
                    })
                    .onTermination()
                    .invoke(listeners::decrementAndGet),
            Duration.ofHours(1));

    @Test
    void shouldReadOnce_whenManyWatchAnOrder() {
        List<AssertSubscriber<Order>> watchers = watch(WATCHERS);
        awaitItems(watchers.getFirst(), 1); // the first tick

        for (int signal = 1; signal <= 5; signal++) {
            signals.onNext("changed");
            awaitItems(watchers.getFirst(), signal + 1);
            int least = signal; // who joined after the first tick has not got it
            Awaitility.await().until(() -> watchers.stream()
                    .allMatch(each -> each.getItems().size() >= least));
        }

        assertThat(reads).hasValue(6);
        assertThat(listeners).hasValue(1);
    }

    @Test
    void shouldStopReading_whenTheLastWatcherLeaves() {
        List<AssertSubscriber<Order>> watchers = watch(2);
        awaitItems(watchers.getFirst(), 1);

        watchers.getFirst().cancel();
        assertThat(listeners).hasValue(1);
        watchers.getLast().cancel();

        assertThat(listeners).hasValue(0);
        awaitItems(watch(1).getFirst(), 1);
        assertThat(listeners).hasValue(1);
    }

    @Test
    void shouldFailAllAndStartAgain_whenAReadFails() {
        AtomicInteger attempts = new AtomicInteger();
        OrderPolls failing = new OrderPolls(
                id -> attempts.getAndIncrement() == 0
                        ? Uni.createFrom().failure(new IllegalStateException("no table"))
                        : Uni.createFrom().item(ORDER),
                id -> Multi.createFrom().nothing(),
                Duration.ofHours(1));

        failing.of("o")
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
                .awaitFailure()
                .assertFailedWith(IllegalStateException.class);

        awaitItems(failing.of("o").subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE)), 1);
    }

    private List<AssertSubscriber<Order>> watch(int count) {
        return IntStream.range(0, count)
                .mapToObj(each ->
                        polls.of("o").subscribe().withSubscriber(AssertSubscriber.<Order>create(Long.MAX_VALUE)))
                .toList();
    }

    private static void awaitItems(AssertSubscriber<Order> watcher, int count) {
        Awaitility.await().until(() -> watcher.getItems().size() == count);
    }
}
