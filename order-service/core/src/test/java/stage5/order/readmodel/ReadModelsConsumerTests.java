package stage5.order.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.ArgumentMatchers;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.testing.ResponseJson;
import stage5.order.OrderServiceTest;

/** Batches of events of different orders, with duplicates and in any order. */
@QuarkusTest
class ReadModelsConsumerTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Inject
    ReadModelsConsumer consumer;

    @InjectSpy
    Dynamo dynamo;

    private final String customer = UUID.randomUUID().toString();
    private final String tea = "tea-" + UUID.randomUUID();
    private final String cup = "cup-" + UUID.randomUUID();

    @Test
    void shouldUpdateBothReadModels_whenEventsComeInBatches() {
        List<List<Event>> orders = confirmedOrders(4);

        consumeTogether(orders.stream().map(List::getFirst).toList());
        consumeTogether(orders.stream().map(List::getLast).toList());

        assertShown(4);
    }

    @Test
    void shouldChangeNothing_whenEventsAreRepeatedAndOutOfOrder() {
        List<List<Event>> orders = confirmedOrders(4);
        List<Event> last = orders.stream().map(List::getLast).toList();
        List<Event> first = orders.stream().map(List::getFirst).toList();

        consumeTogether(last);
        last.forEach(event -> consumer.on(event).await().atMost(TIMEOUT));
        consumeTogether(last.reversed());
        consumeTogether(first);
        consumeTogether(last);

        assertShown(4);
    }

    @Test
    void shouldWriteOnce_whenEventsComeInABatch() {
        List<Event> events = new ArrayList<>();
        confirmedOrders(8).forEach(order -> events.add(order.getLast()));
        clearInvocations(dynamo);

        consumeTogether(events);

        DynamoDbAsyncClient repeated = repeatCalls();
        ArgumentCaptor<Consumer<BatchWriteItemRequest.Builder>> batches = ArgumentCaptor.captor();
        verify(repeated, atLeast(0)).batchWriteItem(batches.capture());
        assertThat(batches.getAllValues())
                .extracting(batch ->
                        BatchWriteItemRequest.builder().applyMutation(batch).build())
                .flatExtracting(batch -> batch.requestItems().keySet())
                .filteredOn(table -> table.startsWith("order-view"))
                .as("batches of history items")
                .hasSize(1);
        verify(repeated, never()).putItem(ArgumentMatchers.<Consumer<PutItemRequest.Builder>>any());
    }

    /** Returns a client that has got the calls of all threads again, and has done nothing. */
    private DynamoDbAsyncClient repeatCalls() {
        ArgumentCaptor<Function<DynamoDbAsyncClient, CompletionStage<Object>>> calls = ArgumentCaptor.captor();
        verify(dynamo, atLeast(0)).call(calls.capture());
        DynamoDbAsyncClient client = mock(DynamoDbAsyncClient.class);
        calls.getAllValues().forEach(call -> call.apply(client));
        return client;
    }

    @Test
    void shouldIgnoreOtherTypes_whenTheyComeInABatch() {
        List<Event> events = new ArrayList<>(confirmedOrders(2).getFirst().subList(0, 1));
        events.add(shop.stockReserved(UUID.randomUUID().toString()));
        Collections.reverse(events);

        consumeTogether(events);

        shop.as(customer).get("/api/orders").then().statusCode(200).body("items", Matchers.hasSize(1));
    }

    private void consumeTogether(List<Event> events) {
        consumer.onAll(events).await().atMost(TIMEOUT);
    }

    /** Returns the events of orders of two lines. */
    private List<List<Event>> confirmedOrders(int count) {
        shop.product(tea, 1, "added", "active", 700, "EUR");
        shop.product(cup, 1, "added", "active", 300, "EUR");
        List<List<Event>> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Response placed = shop.place(
                    customer,
                    UUID.randomUUID().toString(),
                    Map.of(
                            "lines",
                            List.of(Map.of("sku", tea, "quantity", 2), Map.of("sku", cup, "quantity", 1)),
                            "paymentToken",
                            "tok_visa"));
            String order = ResponseJson.of(placed, 202).path("id").asText();
            shop.deliver("order-saga", shop.stockReserved(order));
            orders.add(shop.eventsOf(order));
        }
        return orders;
    }

    private void assertShown(int orders) {
        shop.as(customer)
                .get("/api/orders")
                .then()
                .statusCode(200)
                .body("items.status", Matchers.equalTo(Collections.nCopies(orders, "confirmed")));
        Response bestsellers = RestAssured.get("/api/bestsellers?limit=100");
        bestsellers.then().statusCode(200);
        assertThat((Integer) bestsellers.path("find { it.sku == '%s' }.sold".formatted(tea)))
                .isEqualTo(2 * orders);
        assertThat((Integer) bestsellers.path("find { it.sku == '%s' }.sold".formatted(cup)))
                .isEqualTo(orders);
    }
}
