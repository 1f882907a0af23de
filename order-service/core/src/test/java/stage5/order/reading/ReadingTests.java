package stage5.order.reading;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.order.OrderServiceTest;

@QuarkusTest
class ReadingTests extends OrderServiceTest {

    private final String customer = UUID.randomUUID().toString();

    @Test
    void shouldReturnTheOrderAtOnce_whenItWasPlaced() {
        String order = shop.order(customer);

        shop.get(customer, order)
                .then()
                .statusCode(200)
                .body("id", equalTo(order))
                .body("status", equalTo("placed"))
                .body("lines", org.hamcrest.Matchers.hasSize(1))
                .body("lines[0].quantity", equalTo(1))
                .body("lines[0].name", equalTo("Mug at 1000"))
                .body("lines[0].price.amount", equalTo(1000))
                .body("total.amount", equalTo(1000))
                .body("reason", nullValue())
                .body("placedAt", notNullValue())
                .body("history.type", contains("order.placed"));
    }

    @Test
    void shouldReturnTheReason_whenTheOrderIsRejected() {
        String order = shop.order(customer);
        shop.deliver("order-saga", shop.stockRejected(order, "out-of-stock"));

        shop.get(customer, order)
                .then()
                .statusCode(200)
                .body("status", equalTo("rejected"))
                .body("reason", equalTo("out-of-stock"))
                .body("history.type", contains("order.placed", "order.rejected"));
    }

    @Test
    void shouldReturn404_whenAnotherCustomerOwnsTheOrder() {
        shop.get(shop.customer(), shop.order(customer)).then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "019A9C70-1B2C-7D3E-8F4A-5B6C7D8E9F01", "00000000-0000-7000-8000-000000000000"})
    void shouldReturn404_whenThereIsNoSuchOrder(String id) {
        shop.get(customer, id).then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void shouldReturn401_whenThereIsNoAccessToken() {
        given().get("/api/orders/{id}", shop.order(customer)).then().statusCode(401);
    }
}
