package stage5.catalog.lambda.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.testing.events.MockFunction.batch;
import static stage5.kit.testing.events.MockFunction.failures;
import static stage5.kit.testing.events.MockFunction.invoke;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;

/** Batches of order events at the catalogue's function, with a message that cannot be consumed. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class OrderQueueTests {

    private static final String PLACED = "stage5.order.placed.v1";
    private static final String QUEUE = "catalog-orders";
    private static final int ON_HAND = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Inject
    EventFactory events;

    @Inject
    Dynamo dynamo;

    private final String sku =
            "SKU-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);

    @Test
    void shouldReserveOnce_whenABatchIsDeliveredAgainAfterAPartialFailure() {
        addProduct();
        Map<String, Object> batch = batch(
                QUEUE,
                Map.of("two", placed(2), "three", placed(3), "broken", events.first(PLACED, "order/x", 1, Map.of())));

        assertThat(failures(invoke(batch))).containsExactly("broken");
        assertThat(reserved()).isEqualTo(5);

        assertThat(failures(invoke(batch))).containsExactly("broken");
        assertThat(reserved()).isEqualTo(5);
    }

    private Event placed(int quantity) {
        String order = UUID.randomUUID().toString();
        return events.first(
                PLACED,
                "order/" + order,
                1,
                Map.of("orderId", order, "lines", List.of(Map.of("sku", sku, "quantity", quantity))));
    }

    private void addProduct() {
        given().port(port)
                .auth()
                .oauth2(Tokens.admin())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "sku",
                        sku,
                        "name",
                        "A lamp",
                        "category",
                        "lighting",
                        "description",
                        "It shines.",
                        "price",
                        Map.of("amount", 700, "currency", "EUR"),
                        "onHand",
                        ON_HAND))
                .post("/api/products")
                .then()
                .statusCode(201);
    }

    private long reserved() {
        return number(
                dynamo.get("catalog", key("stock/" + sku, "STOCK"))
                        .await()
                        .atMost(TIMEOUT)
                        .orElseThrow(),
                "reserved");
    }
}
