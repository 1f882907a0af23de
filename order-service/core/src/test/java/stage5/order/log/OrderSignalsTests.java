package stage5.order.log;

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

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    OrderSignals signals;

    @Inject
    RedisDataSource redis;

    @Test
    void shouldHoldNoConnectionInASnapshot_andListenAgainOnceRestored() {
        String order = UUID.randomUUID().toString();
        awaitListeners(1);

        signals.beforeCheckpoint(null);
        awaitListeners(0);
        cloud.redis("stop");
        cloud.redis("start");
        signals.afterRestore(null);

        awaitListeners(1);
        breakers.resetAll();
        AssertSubscriber<String> listener = signals.of(order).subscribe().withSubscriber(AssertSubscriber.create(1));
        signals.changed(order).await().atMost(PATIENCE);
        assertThat(listener.awaitItems(1, PATIENCE).getItems()).containsExactly(order);
    }

    private void awaitListeners(int number) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> redis.execute("PUBSUB", "NUMSUB", "orders:changed")
                                .get(1)
                                .toInteger()
                        == number);
    }
}
