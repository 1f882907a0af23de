package stage5.catalog.projection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.catalog.CatalogApi;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.ProductStatus;
import stage5.catalog.reserving.OrderEvents;
import stage5.catalog.store.ProductStore;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.PublisherVersion;

/**
 * Changes the store without invalidating the cache, as another process does, then consumes the events of the change.
 */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class CacheInvalidationConsumerTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Inject
    CacheInvalidationConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    ProductStore products;

    @Inject
    EventStore events;

    @Inject
    EventFactory factory;

    @Inject
    OrderEvents orders;

    private final EventContract contract = EventContract.ofThisService();

    @Test
    void shouldShowTheNewStock_whenItsEventIsConsumed() {
        String sku = CatalogApi.stocked(5);
        assertThat(available(sku)).isEqualTo(5);
        String orderId = orders.placed(sku, 2);
        assertThat(available(sku)).as("still from the cache").isEqualTo(5);

        consume(last("reservation/" + orderId));

        assertThat(available(sku)).isEqualTo(3);
    }

    @Test
    void shouldShowTheNewStockInListings_whenThePageIsStillCached() {
        String category = CatalogApi.newWord();
        String sku = CatalogApi.added("Mug", category, 1, 5);
        assertThat(listedAvailable(category)).containsExactly(5);
        String orderId = orders.placed(sku, 2);

        consume(last("reservation/" + orderId));

        assertThat(listedAvailable(category)).containsExactly(3);
    }

    @Test
    void shouldMoveAProductBetweenListings_whenAnotherProcessChangedItsCategory() {
        String before = CatalogApi.newWord();
        String after = CatalogApi.newWord();
        String sku = CatalogApi.added("Mug", before, 1, 5);
        assertThat(listed(before)).containsExactly(sku);
        assertThat(listed(after)).isEmpty();
        Event changed = changeElsewhere(sku, after);
        assertThat(listed(after)).as("still from the cache").isEmpty();

        consume(changed);

        assertThat(listed(before)).isEmpty();
        assertThat(listed(after)).containsExactly(sku);
        assertThat(CatalogApi.read(sku).<String>path("category")).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowTheNewStock_whenTheEventIsOfAnyVersionOfThisService(PublisherVersion version) {
        for (String type : List.of(
                "stage5.stock.reserved.v1",
                "stage5.stock.released.v1",
                "stage5.stock.changed.v1",
                "stage5.product.added.v1",
                "stage5.product.changed.v1",
                "stage5.product.retired.v1")) {
            String sku = CatalogApi.stocked(5);
            assertThat(available(sku)).isEqualTo(5);
            orders.placed(sku, 2);
            assertThat(available(sku)).as("still from the cache").isEqualTo(5);
            Delivery delivery = contract.delivery(version, type, Map.of("MUG-0017", sku));

            consume(contract.ofUnknownType(delivery), delivery);

            assertThat(available(sku)).as(type).isEqualTo(3);
        }
    }

    /** Changes a product's category without invalidating the cache; returns the event of the change. */
    private Event changeElsewhere(String sku, String category) {
        ProductState state = products.find(sku).await().atMost(TIMEOUT).orElseThrow();
        Product after = state.product()
                .after(new ProductChange(
                        Optional.empty(),
                        Optional.of(category),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(ProductStatus.ACTIVE)));
        Event changed = factory.first(
                "stage5.product.changed.v1",
                "product/" + sku,
                after.version(),
                Map.of(
                        "sku",
                        sku,
                        "name",
                        after.name(),
                        "category",
                        category,
                        "description",
                        after.description(),
                        "price",
                        after.price(),
                        "status",
                        "active"));
        products.commit(products.changing(state, after).append(changed)).await().atMost(TIMEOUT);
        return changed;
    }

    private void consume(Event event) {
        consume(new Delivery(event.id(), EventCodec.write(event)));
    }

    private void consume(Delivery... batch) {
        assertThat(consumption.consume(consumer, List.of(batch)).await().atMost(TIMEOUT))
                .isEmpty();
    }

    private Event last(String subject) {
        return events.read(subject).await().atMost(TIMEOUT).getLast();
    }

    private static int available(String sku) {
        return CatalogApi.read(sku).then().statusCode(200).extract().path("available");
    }

    private static List<Integer> listedAvailable(String category) {
        return given().queryParam("category", category).get("/api/products").path("items.available");
    }

    private static List<String> listed(String category) {
        return given().queryParam("category", category).get("/api/products").path("items.sku");
    }
}
