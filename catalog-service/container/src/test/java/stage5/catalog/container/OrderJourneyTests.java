package stage5.catalog.container;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.PublisherVersion;

/** The deployed service with its queues: order events arrive through SNS, and readers see their effect on the stock. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class OrderJourneyTests {

    private static final EventContract ORDERS = EventContract.of("order-service");
    private static final String ORDER_TOPIC = "arn:aws:sns:us-east-1:000000000000:order-events";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Inject
    SnsAsyncClient sns;

    @Inject
    Dynamo dynamo;

    private final String orderId = UUID.randomUUID().toString();
    private final String sku = "T-" + orderId.substring(0, 8).toUpperCase(Locale.ROOT);

    /** The contract's examples order two units of the first product and one of the second. */
    private final Map<String, String> texts = Map.of(
            "019a9c70-1b2c-7d3e-8f4a-5b6c7d8e9f01", orderId, "MUG-0017", sku, "TEA-0042", sku.replace("T-", "U-"));

    @BeforeEach
    void addProducts() {
        stock(sku);
        stock(texts.get("TEA-0042"));
        assertThat(available()).isEqualTo(5);
    }

    @Test
    void shouldSellTheStockAndShowTheRest_whenAnOrderIsConfirmed() {
        publish("stage5.order.placed.v1");
        await().atMost(TIMEOUT).until(() -> available() == 3);
        assertThat(stock()).isEqualTo(Map.of("onHand", 3L, "reserved", 2L, "sold", 0L, "received", 5L));

        publish("stage5.order.confirmed.v1");
        await().atMost(TIMEOUT).until(() -> reservation().equals("sold"));
        assertThat(stock()).isEqualTo(Map.of("onHand", 3L, "reserved", 0L, "sold", 2L, "received", 5L));
    }

    @Test
    void shouldReleaseTheStock_whenAnOrderIsCancelled() {
        publish("stage5.order.placed.v1");
        await().atMost(TIMEOUT).until(() -> available() == 3);

        publish("stage5.order.cancelled.v1");
        await().atMost(TIMEOUT).until(() -> available() == 5);
        assertThat(reservation()).isEqualTo("released");
    }

    private static void stock(String sku) {
        Map<String, Object> product = Map.of(
                "sku",
                sku,
                "name",
                "Test mug",
                "category",
                "kitchen",
                "description",
                "",
                "price",
                Map.of("amount", 1290, "currency", "EUR"),
                "onHand",
                5);
        given().auth()
                .oauth2(Tokens.admin())
                .contentType(ContentType.JSON)
                .body(product)
                .post("/api/products")
                .then()
                .statusCode(201);
    }

    private int available() {
        return given().get("/api/products/{sku}", sku)
                .then()
                .statusCode(200)
                .extract()
                .path("available");
    }

    private Map<String, Long> stock() {
        Map<String, AttributeValue> item = item("stock/" + sku, "STOCK");
        return Map.of(
                "onHand", number(item, "onHand"),
                "reserved", number(item, "reserved"),
                "sold", number(item, "sold"),
                "received", number(item, "received"));
    }

    private String reservation() {
        return string(item("reservation/" + orderId, "EVENT#0000000001"), "status");
    }

    private Map<String, AttributeValue> item(String pk, String sk) {
        return dynamo.get("catalog", key(pk, sk)).await().atMost(TIMEOUT).orElseThrow();
    }

    private void publish(String type) {
        assertThat(sns.publish(publish -> publish.topicArn(ORDER_TOPIC)
                        .message(ORDERS.delivery(PublisherVersion.CURRENT, type, texts)
                                .body())
                        .messageAttributes(Map.of(
                                "type",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(type)
                                        .build()))))
                .succeedsWithin(TIMEOUT);
    }
}
