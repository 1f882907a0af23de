package stage5.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.PublisherVersion;

/** The consumers accept events of several publisher versions that run at the same time. */
@QuarkusTest
class PublisherVersionsTests extends OrderServiceTest {

    private static final EventContract CATALOG = EventContract.of("catalog-service");
    private static final EventContract ORDERS = EventContract.ofThisService();
    private static final String EXAMPLE_SKU = "MUG-0017";
    private static final String EXAMPLE_ORDER = "019a9c70-1b2c-7d3e-8f4a-5b6c7d8e9f01";
    private static final String EXAMPLE_CUSTOMER = "019a9c5e-7d2b-7a51-8f3e-0a4b5c6d7e8f";

    private final String customer = UUID.randomUUID().toString();

    static Stream<Arguments> mixed() {
        return Stream.of(PublisherVersion.values())
                .flatMap(first -> Stream.of(PublisherVersion.values()).map(second -> arguments(first, second)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldContinueAnOrder_whenStockEventsHaveAnyCatalogVersion(PublisherVersion version) {
        String reserved = shop.order(customer);
        String rejected = shop.order(customer);

        deliver(
                "order-saga",
                CATALOG,
                CATALOG.delivery(version, "stage5.stock.reserved.v1", Map.of(EXAMPLE_ORDER, reserved)),
                CATALOG.delivery(version, "stage5.stock.rejected.v1", Map.of(EXAMPLE_ORDER, rejected)));

        assertThat(shop.status(customer, reserved)).isEqualTo("confirmed");
        assertThat(shop.get(customer, rejected).<String>path("reason")).isEqualTo("out-of-stock");
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void shouldApplyTheNewestPrice_whenProductEventsMixCatalogVersions(
            PublisherVersion first, PublisherVersion second) {
        String sku = "mug-" + UUID.randomUUID();
        Map<String, String> texts = Map.of(EXAMPLE_SKU, sku);

        deliver("order-prices", CATALOG, CATALOG.delivery(first, "stage5.product.added.v1", texts));
        assertThat(totalOf(place(sku))).isEqualTo(1290);
        deliver("order-prices", CATALOG, CATALOG.delivery(second, "stage5.product.changed.v1", texts));
        assertThat(totalOf(place(sku))).isEqualTo(1190);
        deliver("order-prices", CATALOG, CATALOG.delivery(first, "stage5.product.retired.v1", texts));
        assertThat(place(sku).statusCode()).isBetween(400, 499);
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void shouldListAnOrder_whenItsEventsMixVersionsOfThisService(PublisherVersion first, PublisherVersion second) {
        for (String status : List.of("confirmed", "rejected", "cancelled")) {
            String owner = UUID.randomUUID().toString();
            Map<String, String> texts = Map.of(EXAMPLE_ORDER, UUID.randomUUID().toString(), EXAMPLE_CUSTOMER, owner);

            deliver("order-views", ORDERS, ORDERS.delivery(first, "stage5.order.placed.v1", texts));
            assertListed(owner, "placed");
            deliver("order-views", ORDERS, ORDERS.delivery(second, "stage5.order." + status + ".v1", texts));
            assertListed(owner, status);
        }
    }

    private void deliver(String queue, EventContract publisher, Delivery... batch) {
        List<Delivery> withUnknown = Stream.of(batch)
                .flatMap(known -> Stream.of(publisher.ofUnknownType(known), known))
                .toList();

        assertThat(shop.tryDelivering(queue, withUnknown)).isEmpty();
    }

    private Response place(String sku) {
        return shop.place(customer, UUID.randomUUID().toString(), sku, 1, "tok_visa");
    }

    private static int totalOf(Response placed) {
        return ResponseJson.of(placed, 202).path("total").path("amount").asInt();
    }

    private void assertListed(String owner, String status) {
        JsonNode orders = ResponseJson.of(shop.as(owner).get("/api/orders"), 200);
        assertThat(orders.path("items").findValuesAsText("status")).containsExactly(status);
    }
}
