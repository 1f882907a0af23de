package stage5.order.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.web.resilience.RetryBudget;
import stage5.kit.web.resilience.RetryBudgets;
import stage5.order.OrderServiceTest;

/** How a failure of DynamoDB that passes looks from outside. */
@QuarkusTest
class DatabaseFailureTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration REFILL_CHECK = Duration.ofMillis(1);

    @Inject
    MeterRegistry metrics;

    @Inject
    RetryBudgets budgets;

    private final String customer = UUID.randomUUID().toString();

    @AfterEach
    void endFailure() {
        cloud.dynamoDb(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"errorShare", "lostResponseShare", "throttleShare"})
    void shouldReturn503_whenDynamoDbFails(String fault) {
        String sku = shop.product(1000);
        String order = shop.order(customer);
        String key = UUID.randomUUID().toString();
        cloud.dynamoDb(Map.of(fault, 1));

        assertUnavailable(withoutRetries(() -> impatient()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("lines", List.of(Map.of("sku", sku, "quantity", 1)), "paymentToken", "tok_visa"))
                .post("/api/orders")));
        if (!fault.equals("lostResponseShare")) { // which is a fault of writes
            assertUnavailable(withoutRetries(() -> impatient().get("/api/orders/{id}", order)));
        }

        cloud.dynamoDb(Map.of());
        shop.place(customer, key, sku, 1, "tok_visa").then().statusCode(202);
        shop.get(customer, order).then().statusCode(200);
    }

    @Test
    void shouldTakeRetriesOfTheSdkFromTheBudget_whenDynamoDbFails() {
        String order = shop.order(customer);
        double before = retries();
        cloud.dynamoDb(Map.of("errorShare", 1));

        Awaitility.await().atMost(TIMEOUT).until(() -> {
            assertUnavailable(impatient().get("/api/orders/{id}", order));
            return retries() > before;
        });
    }

    @Test
    void shouldApplyAnEvent_whenDynamoDbFailsMeanwhile() {
        String order = shop.order(customer);
        double before = retries();
        cloud.dynamoDb(Map.of("errorShare", 1));

        CompletableFuture<Set<String>> failed =
                CompletableFuture.supplyAsync(() -> shop.tryDelivering("order-saga", shop.stockReserved(order)));
        Awaitility.await().atMost(TIMEOUT).until(() -> retries() > before);
        cloud.dynamoDb(Map.of());

        assertThat(failed).succeedsWithin(TIMEOUT).isEqualTo(Set.of());
        assertThat(shop.status(customer, order)).isEqualTo("confirmed");
    }

    /** The pauses before retries of throttled calls add up to more than REST Assured waits for a response. */
    private RequestSpecification impatient() {
        return shop.as(customer).header("Stage5-Time-Budget", 5000);
    }

    private static void assertUnavailable(Response response) {
        response.then()
                .statusCode(503)
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:unavailable"));
    }

    /** Uses up the retries as they become available: with retries, most calls end by their time-out instead. */
    private Response withoutRetries(Supplier<Response> call) {
        RetryBudget budget = budgets.of("dynamodb");
        AtomicBoolean answered = new AtomicBoolean();
        Thread others = Thread.ofVirtual().start(() -> {
            while (!answered.get()) {
                if (!budget.tryRetry()) {
                    LockSupport.parkNanos(REFILL_CHECK.toNanos());
                }
            }
        });
        try {
            return call.get();
        } finally {
            answered.set(true);
        }
    }

    private double retries() {
        return metrics.get("stage5.retries.allowed")
                .tag("client", "dynamodb")
                .functionCounter()
                .count();
    }
}
