package stage5.order.lambda.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.MockFunction;
import stage5.kit.testing.events.MovableClock;
import stage5.order.saga.SagaSettings;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class DeadlinesHandlerTests {

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Inject
    Deliveries deliveries;

    @Inject
    MovableClock clock;

    @Inject
    SagaSettings settings;

    private final String customer = UUID.randomUUID().toString();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void shouldRejectTheOrder_whenItsStockIsNotReservedInTime() {
        assertThat(dueSagas()).isZero();
        String order = order();

        assertThat(dueSagas()).isZero();
        clock.advance(settings.stockDeadline());
        assertThat(dueSagas()).isOne();

        given().port(port)
                .auth()
                .oauth2(Tokens.customer(customer))
                .get("/api/orders/{id}", order)
                .then()
                .statusCode(200)
                .body("status", equalTo("rejected"))
                .body("reason", equalTo("stock-timeout"));
        assertThat(dueSagas()).isZero();
    }

    private static int dueSagas() {
        return MockFunction.result(ScheduleDispatcher.schedule("deadlines"), Integer.class);
    }

    private String order() {
        String sku = "mug-" + UUID.randomUUID();
        deliveries.deliver(
                "order-prices",
                "stage5.product.added.v1",
                "product/" + sku,
                Map.of(
                        "sku",
                        sku,
                        "name",
                        "Mug",
                        "category",
                        "kitchen",
                        "description",
                        "Holds tea",
                        "price",
                        Map.of("amount", 1000, "currency", "EUR"),
                        "status",
                        "active"));
        return given().port(port)
                .auth()
                .oauth2(Tokens.customer(customer))
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("lines", List.of(Map.of("sku", sku, "quantity", 1)), "paymentToken", "tok_visa"))
                .post("/api/orders")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }
}
