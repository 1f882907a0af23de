package stage5.order.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import stage5.order.OrderServiceTest;

@QuarkusTest
class ProductPriceListTests extends OrderServiceTest {

    @Inject
    ProductPriceList prices;

    private final String sku = "mug-" + UUID.randomUUID();

    @Test
    void shouldHoldTheNewestPrice_whenEventsAreDuplicatedAndOutOfOrder() {
        shop.product(sku, 3, "changed", "active", 300, "EUR");
        shop.product(sku, 1, "added", "active", 100, "EUR");
        shop.product(sku, 2, "changed", "active", 200, "EUR");
        shop.product(sku, 3, "changed", "active", 300, "EUR");

        assertThat(find())
                .extractingByKey(sku)
                .satisfies(price -> assertThat(price.price().amount()).isEqualTo(300));
    }

    @Test
    void shouldLeaveOutARetiredProduct_whenAnOlderEventArrivesLater() {
        shop.product(sku, 2, "retired", "retired", 100, "EUR");
        shop.product(sku, 1, "added", "active", 100, "EUR");

        assertThat(find()).isEmpty();
    }

    private Map<String, ProductPrice> find() {
        return prices.find(List.of(sku)).await().atMost(Duration.ofSeconds(10));
    }
}
