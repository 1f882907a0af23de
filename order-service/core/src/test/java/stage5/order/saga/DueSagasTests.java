package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One run with more due sagas than a page has, as in a function that runs once a minute. */
@QuarkusTest
@TestProfile(DueSagasTests.SmallPages.class)
class DueSagasTests extends SagaTest {

    @InjectSpy
    SettlingOrders settling;

    @Test
    void shouldRunAllDueSagas_whenTheyFillSeveralPages() {
        List<String> orders =
                IntStream.range(0, 12).mapToObj(i -> shop.order(customer)).toList();
        clock.advance(settings.stockDeadline());

        int due = dueSagas.wake().await().atMost(TIMEOUT);

        assertThat(due).isGreaterThanOrEqualTo(orders.size());
        assertThat(orders)
                .allSatisfy(order -> assertThat(shop.status(customer, order)).isEqualTo("rejected"));
    }

    @Test
    void shouldEnd_whenAllStepsOfAPageFail() {
        IntStream.range(0, 12).forEach(i -> shop.order(customer));
        clock.advance(settings.stockDeadline());
        doReturn(Uni.createFrom().failure(new IllegalStateException("The order cannot be settled")))
                .when(settling)
                .settle(any(), any(), any(), any());

        int due = dueSagas.wake().await().atMost(Duration.ofSeconds(10));

        assertThat(due).as("at most one of each shard").isBetween(1, 4);
    }

    /** Reads one saga per shard and page, and further pages within the budget. */
    public static final class SmallPages implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("stage5.order.saga.page", "1", "stage5.order.saga.wake-budget", "20S");
        }
    }
}
