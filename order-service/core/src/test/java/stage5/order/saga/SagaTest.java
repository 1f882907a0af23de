package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.events.TableCleaner;
import stage5.order.OrderServiceTest;
import stage5.order.domain.Saga;

/** The base of the saga tests: a customer, and helpers that advance the saga of an order. */
abstract class SagaTest extends OrderServiceTest {

    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final String STOCK_IN = "order-saga";

    @Inject
    SagaStore sagas;

    @Inject
    DueSagas dueSagas;

    @Inject
    SagaSettings settings;

    @Inject
    DynamoDbAsyncClient dynamoDb;

    final String customer = "customer-" + java.util.UUID.randomUUID();

    /** Deletes what other tests left open: each advance of the clock would run all of those sagas, too. */
    @BeforeEach
    void deleteOpenSagas() {
        TableCleaner.deletePartitions(dynamoDb, "orders", "DUE#");
    }

    void reserve(String orderId) {
        shop.deliver(STOCK_IN, shop.stockReserved(orderId));
    }

    /** Advances the clock and runs the sagas that are due then. */
    void after(Duration time) {
        clock.advance(time);
        dueSagas.wake().await().atMost(TIMEOUT);
    }

    Optional<Saga> saga(String orderId) {
        return sagas.find(orderId)
                .map(found -> found.flatMap(OrderAndSaga::saga))
                .await()
                .atMost(TIMEOUT);
    }

    /** Returns the items that make steps of the order's saga due. */
    List<Map<String, AttributeValue>> dueItems(String orderId) {
        return dynamoDb.scan(scan -> scan.tableName("orders")
                        .consistentRead(true)
                        .filterExpression("begins_with(pk, :due) AND contains(sk, :order)")
                        .expressionAttributeValues(
                                Map.of(":due", Attributes.s("DUE#"), ":order", Attributes.s(orderId))))
                .join()
                .items();
    }

    /** Asserts that the order is settled, has no saga, and has gapless sequence numbers. */
    void assertSettled(String orderId, String status, String reason) {
        JsonNode order = ResponseJson.of(shop.get(customer, orderId), 200);
        assertThat(order.path("status").asText()).isEqualTo(status);
        assertThat(order.path("reason").textValue()).isEqualTo(reason);
        assertThat(shop.eventsOf(orderId)).extracting(Event::sequence).containsExactly(1L, 2L);
        assertThat(saga(orderId)).isEmpty();
    }
}
