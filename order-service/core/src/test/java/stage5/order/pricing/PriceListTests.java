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
class PriceListTests extends OrderServiceTest {

    @Inject
    PriceList prices;

    private final String sku = "mug-" + UUID.randomUUID();

    @Test
    void shouldKnowTheNewestPrice_whenEventsComeTwiceAndOutOfOrder() {
        shop.product(sku, 3, "changed", "active", 300, "EUR");
        shop.product(sku, 1, "added", "active", 100, "EUR");
        shop.product(sku, 2, "changed", "active", 200, "EUR");
        shop.product(sku, 3, "changed", "active", 300, "EUR");

        assertThat(find())
                .extractingByKey(sku)
                .satisfies(price -> assertThat(price.price().amount()).isEqualTo(300));
    }

    @Test
    void shouldNotSell_whatIsRetired_thoughAnOlderEventComesLater() {
        shop.product(sku, 2, "retired", "retired", 100, "EUR");
        shop.product(sku, 1, "added", "active", 100, "EUR");

        assertThat(find()).isEmpty();
    }

    private Map<String, Price> find() {
        return prices.find(List.of(sku)).await().atMost(Duration.ofSeconds(10));
    }
}
