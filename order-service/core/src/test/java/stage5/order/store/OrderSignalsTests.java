package stage5.order.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
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
        awaitListeners(0);

        AssertSubscriber<String> first = listenTo(order);
        AssertSubscriber<String> second = listenTo(order);
        awaitListeners(1);
        signals.changed(order).await().atMost(TIMEOUT);

        assertThat(first.awaitItems(1, TIMEOUT).getItems()).containsExactly(order);
        assertThat(second.awaitItems(1, TIMEOUT).getItems()).containsExactly(order);
        first.cancel();
        awaitListeners(1);
        second.cancel();
        awaitListeners(0);
    }

    @Test
    void shouldSubscribeAgain_whenRedisRestarts() {
        String order = UUID.randomUUID().toString();
        AssertSubscriber<String> listener = listenTo(order);
        awaitListeners(1);

        cloud.redis("stop");
        cloud.redis("start");

        awaitListeners(1);
        breakers.resetAll();
        signals.changed(order).await().atMost(TIMEOUT);
        assertThat(listener.awaitItems(1, TIMEOUT).getItems()).containsExactly(order);
        listener.cancel();
    }

    private AssertSubscriber<String> listenTo(String order) {
        return signals.of(order).subscribe().withSubscriber(AssertSubscriber.create(1));
    }

    private void awaitListeners(int number) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> redis.execute("PUBSUB", "NUMSUB", "orders:changed")
                                .get(1)
                                .toInteger()
                        == number);
    }
}
