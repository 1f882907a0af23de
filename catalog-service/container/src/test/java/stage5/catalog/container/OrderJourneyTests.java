package stage5.catalog.container;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.number;
import static stage5.kit.dynamo.Attributes.string;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;

/** The service as it is deployed, with its queues: orders come in by SNS, and readers see what they did to the stock. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class OrderJourneyTests {

    private static final String ORDER_TOPIC = "arn:aws:sns:us-east-1:000000000000:order-events";
    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    SnsAsyncClient sns;

    @Inject
    Dynamo dynamo;

    private final String orderId = UUID.randomUUID().toString();
    private final String sku = "T-" + orderId.substring(0, 8).toUpperCase(Locale.ROOT);

    @BeforeEach
    void stockTheShelf() {
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
        assertThat(available()).isEqualTo(5);
    }

    @Test
    void shouldSellAnOrder_andShowReadersWhatIsLeft() {
        publish("stage5.order.placed.v1", 1, 2);
        await().atMost(SOON).until(() -> available() == 3);
        assertThat(stock()).isEqualTo(Map.of("onHand", 3L, "reserved", 2L, "sold", 0L, "received", 5L));

        publish("stage5.order.confirmed.v1", 2, 2);
        await().atMost(SOON).until(() -> reservation().equals("sold"));
        assertThat(stock()).isEqualTo(Map.of("onHand", 3L, "reserved", 0L, "sold", 2L, "received", 5L));
    }

    @Test
    void shouldPutBackWhatACancelledOrderHeld() {
        publish("stage5.order.placed.v1", 1, 2);
        await().atMost(SOON).until(() -> available() == 3);

        publish("stage5.order.cancelled.v1", 2, 2);
        await().atMost(SOON).until(() -> available() == 5);
        assertThat(reservation()).isEqualTo("released");
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
        return string(item("reservation/" + orderId, "RESERVATION"), "status");
    }

    private Map<String, AttributeValue> item(String pk, String sk) {
        return dynamo.get("catalog", key(pk, sk)).await().atMost(SOON).orElseThrow();
    }

    private void publish(String type, long sequence, long quantity) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("orderId", orderId);
        data.withArray("lines").addObject().put("sku", sku).put("quantity", quantity);
        String id = UUID.randomUUID().toString();
        Event event = new Event(
                id,
                "urn:stage5:order-service",
                type,
                "order/" + orderId,
                Instant.now(),
                "urn:stage5:schema:" + type,
                sequence,
                id,
                null,
                null,
                data);
        assertThat(sns.publish(publish -> publish.topicArn(ORDER_TOPIC)
                        .message(EventCodec.write(event))
                        .messageAttributes(Map.of(
                                "type",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(type)
                                        .build()))))
                .succeedsWithin(SOON);
    }
}
