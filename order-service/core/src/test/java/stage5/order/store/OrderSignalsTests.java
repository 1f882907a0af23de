package stage5.order.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import stage5.order.OrderServiceTest;

@QuarkusTest
class OrderSignalsTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Inject
    OrderSignals signals;

    @Inject
    RedisDataSource redis;

    @Test
    void shouldSubscribeToRedis_onlyWhenThereAreSubscribers() {
        String order = UUID.randomUUID().toString();
        awaitListeners(order, 0);

        AssertSubscriber<String> first = listenTo(order);
        AssertSubscriber<String> second = listenTo(order);
        awaitListeners(order, 1);
        signals.changed(order).await().atMost(TIMEOUT);

        assertThat(first.awaitItems(1, TIMEOUT).getItems()).containsExactly(order);
        assertThat(second.awaitItems(1, TIMEOUT).getItems()).containsExactly(order);
        first.cancel();
        awaitListeners(order, 1);
        second.cancel();
        awaitListeners(order, 0);
        awaitConnections(0);
    }

    @Test
    void shouldGetOnlyTheSignalsOfItsOrders_onOneConnection() {
        List<String> orders = IntStream.range(0, 5)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        List<AssertSubscriber<String>> listeners =
                orders.stream().map(this::listenTo).toList();
        orders.forEach(order -> awaitListeners(order, 1));
        awaitConnections(1);

        String other = UUID.randomUUID().toString();
        assertThat(redis.execute("PUBLISH", "orders:changed:" + other, other).toInteger())
                .as("processes that get the signal of an order without streams")
                .isZero();
        signals.changed(orders.get(3)).await().atMost(TIMEOUT);

        listeners.get(3).awaitItems(1, TIMEOUT).assertItems(orders.get(3));
        listeners.get(4).cancel();
        awaitListeners(orders.get(4), 0);
        awaitListeners(orders.get(0), 1);
        assertThat(listeners.subList(0, 3))
                .allSatisfy(listener -> assertThat(listener.getItems()).isEmpty());
        listeners.forEach(AssertSubscriber::cancel);
        awaitConnections(0);
    }

    @Test
    void shouldSubscribeAgain_whenRedisRestarts() {
        String order = UUID.randomUUID().toString();
        String another = UUID.randomUUID().toString();
        AssertSubscriber<String> listener = listenTo(order);
        awaitListeners(order, 1);

        cloud.redis("stop");
        AssertSubscriber<String> listenerMeanwhile = listenTo(another);
        cloud.redis("start");

        awaitListeners(order, 1);
        awaitListeners(another, 1);
        breakers.resetAll();
        signals.changed(order).await().atMost(TIMEOUT);
        signals.changed(another).await().atMost(TIMEOUT);
        assertThat(listener.awaitItems(1, TIMEOUT).getItems()).containsExactly(order);
        assertThat(listenerMeanwhile.awaitItems(1, TIMEOUT).getItems()).containsExactly(another);
        listener.cancel();
        listenerMeanwhile.cancel();
        awaitConnections(0);
    }

    private AssertSubscriber<String> listenTo(String order) {
        return signals.of(order).subscribe().withSubscriber(AssertSubscriber.create(1));
    }

    private void awaitListeners(String order, int number) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> redis.execute("PUBSUB", "NUMSUB", "orders:changed:" + order)
                                .get(1)
                                .toInteger()
                        == number);
    }

    /** Waits until this process has so many connections that only listen. */
    private void awaitConnections(int number) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> redis.execute("CLIENT", "LIST", "TYPE", "pubsub")
                                .toString()
                                .lines()
                                .filter(line -> line.startsWith("id="))
                                .count()
                        == number);
    }
}
