package stage5.catalog.view;

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
import stage5.catalog.Shop;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.ProductStatus;
import stage5.catalog.reserving.Orders;
import stage5.catalog.store.ProductStore;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.Delivery;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.event.EventFactory;
import stage5.kit.store.EventStore;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.PublisherVersion;
import stage5.kit.testing.TokensResource;

/** Changes what lies in the store behind the cache's back, as another process would, and lets the events tell of it. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class ViewConsumerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    ViewConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    ProductStore products;

    @Inject
    EventStore events;

    @Inject
    EventFactory factory;

    @Inject
    Orders orders;

    private final EventContract contract = EventContract.ofThisService();

    @Test
    void shouldShowTheNewStock_onceItsEventIsHeard() {
        String sku = Shop.stocked(5);
        assertThat(available(sku)).isEqualTo(5);
        String orderId = orders.placed(sku, 2);
        assertThat(available(sku)).as("still from the cache").isEqualTo(5);

        hear(last("reservation/" + orderId));

        assertThat(available(sku)).isEqualTo(3);
    }

    @Test
    void shouldShowTheNewStockInLists_withoutMakingThePageAnew() {
        String category = Shop.newWord();
        String sku = Shop.added("Mug", category, 1, 5);
        assertThat(listedAvailable(category)).containsExactly(5);
        String orderId = orders.placed(sku, 2);

        hear(last("reservation/" + orderId));

        assertThat(listedAvailable(category)).containsExactly(3);
    }

    @Test
    void shouldMoveAProductBetweenLists_whenAnotherProcessHasChangedItsCategory() {
        String before = Shop.newWord();
        String after = Shop.newWord();
        String sku = Shop.added("Mug", before, 1, 5);
        assertThat(listed(before)).containsExactly(sku);
        assertThat(listed(after)).isEmpty();
        Event changed = changeElsewhere(sku, after);
        assertThat(listed(after)).as("still from the cache").isEmpty();

        hear(changed);

        assertThat(listed(before)).isEmpty();
        assertThat(listed(after)).containsExactly(sku);
        assertThat(Shop.read(sku).<String>path("category")).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowTheNewStock_whicheverVersionOfThisServiceTellsOfIt(PublisherVersion version) {
        for (String type : List.of(
                "stage5.stock.reserved.v1",
                "stage5.stock.released.v1",
                "stage5.stock.changed.v1",
                "stage5.product.added.v1",
                "stage5.product.changed.v1",
                "stage5.product.retired.v1")) {
            String sku = Shop.stocked(5);
            assertThat(available(sku)).isEqualTo(5);
            orders.placed(sku, 2);
            assertThat(available(sku)).as("still from the cache").isEqualTo(5);
            Delivery told = contract.delivery(version, type, Map.of("MUG-0017", sku));

            hear(contract.unheardOf(told), told);

            assertThat(available(sku)).as(type).isEqualTo(3);
        }
    }

    /** Changes a product's category as another process does, of which this one hears by the returned event only. */
    private Event changeElsewhere(String sku, String category) {
        ProductState state = products.find(sku).await().atMost(PATIENCE).orElseThrow();
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
        products.changing(state.product(), after)
                .append(changed)
                .commit()
                .await()
                .atMost(PATIENCE);
        return changed;
    }

    private void hear(Event event) {
        hear(new Delivery(event.id(), EventCodec.write(event)));
    }

    private void hear(Delivery... batch) {
        assertThat(consumption.consume(consumer, List.of(batch)).await().atMost(PATIENCE))
                .isEmpty();
    }

    private Event last(String subject) {
        return events.read(subject).await().atMost(PATIENCE).getLast();
    }

    private static int available(String sku) {
        return Shop.read(sku).then().statusCode(200).extract().path("available");
    }

    private static List<Integer> listedAvailable(String category) {
        return given().queryParam("category", category).get("/api/products").path("items.available");
    }

    private static List<String> listed(String category) {
        return given().queryParam("category", category).get("/api/products").path("items.sku");
    }
}
