package stage5.order.lambda.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.MockFunction;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class SalesHandlerTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Map<String, Object> SALES = ScheduleDispatcher.schedule("sales");

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Inject
    Deliveries deliveries;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "stage5.testing.console-url")
    String console;

    private final String sku = "mug-" + UUID.randomUUID();

    @AfterEach
    void startRedis() {
        redis("start");
    }

    @Test
    void shouldFailAndCatchUpLater_whenRedisIsDown() {
        redis("stop");
        confirmed(3);

        assertThat(catchUp().statusCode()).isEqualTo(500);

        redis("start");
        Response answer = Awaitility.await()
                .atMost(TIMEOUT)
                .until(SalesHandlerTests::catchUp, caughtUp -> caughtUp.statusCode() == 200);
        assertThat(answer.as(Integer.class)).isOne();
        assertThat(MockFunction.result(SALES, Integer.class)).isZero();
        given().port(port)
                .get("/api/bestsellers")
                .then()
                .statusCode(200)
                .body("find { it.sku == '%s' }.sold".formatted(sku), equalTo(3));
    }

    private static Response catchUp() {
        return MockFunction.invoke(SALES);
    }

    private void confirmed(int quantity) {
        String order = UUID.randomUUID().toString();
        deliveries.deliver(
                "order-views",
                "stage5.order.confirmed.v1",
                "order/" + order,
                Map.of(
                        "orderId",
                        order,
                        "customerId",
                        UUID.randomUUID().toString(),
                        "status",
                        "confirmed",
                        "lines",
                        List.of(Map.of("sku", sku, "name", "Mug", "quantity", quantity, "price", price(1000))),
                        "total",
                        price(1000 * quantity),
                        "placedAt",
                        "2026-01-02T10:15:30Z"));
    }

    private static Map<String, Object> price(int amount) {
        return Map.of("amount", amount, "currency", "EUR");
    }

    private void redis(String action) {
        given().post(console + "/redis/" + action).then().statusCode(200);
        breakers.resetAll();
    }
}
