package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;

/** What a process leaves that ends before it has deleted the item of a due saga, or that settles an order of another. */
@QuarkusTest
class ObsoleteSagaTests extends SagaTest {

    @Inject
    SettlingOrders settling;

    private String order;

    @Test
    void shouldStoreNoSagaItem_whenTheOrderIsConfirmedWithoutAnIncident() {
        order = shop.order(customer);
        assertThat(dueItems(order)).hasSize(1);
        assertThat(sagaItem()).isEmpty();

        reserve(order);

        assertSettled(order, "confirmed", null);
        assertThat(sagaItem()).isEmpty();
        awaitNoDueItems();
    }

    @Test
    void shouldDeleteTheItem_whenTheOrderWasSettledBefore() {
        order = shop.order(customer);
        Map<String, AttributeValue> left = dueItems(order).getFirst();
        reserve(order);
        awaitNoDueItems();
        put(left);

        after(settings.stockDeadline());

        assertThat(dueItems(order)).isEmpty();
        assertSettled(order, "confirmed", null);
    }

    @Test
    void shouldDeleteTheItem_whenTheSagaHasChangedSince() {
        order = shop.order(customer);
        Map<String, AttributeValue> left = dueItems(order).getFirst();
        Saga postponed = postpone(settings.deadline());
        await().atMost(TIMEOUT).until(() -> dueItems(order).size() == 1);
        put(left);

        after(settings.stockDeadline());

        assertThat(dueItems(order))
                .extracting(DueSagaItems::due)
                .singleElement()
                .satisfies(due -> assertThat(due.version()).isEqualTo(postponed.version()));
        assertThat(shop.status(customer, order)).isEqualTo("placed");
    }

    /** The read that finds no saga may have been concurrent with the transaction that writes the saga and its item. */
    @Test
    void shouldKeepTheItem_whenItsVersionOfTheSagaIsStored() {
        order = shop.order(customer);
        Saga postponed = postpone(Duration.ofSeconds(1));

        sagas.forget(new DueSaga(order, postponed.version(), postponed.dueAt(), 0))
                .await()
                .atMost(TIMEOUT);

        assertThat(dueItems(order)).extracting(DueSagaItems::due).anySatisfy(due -> assertThat(due.version())
                .isEqualTo(postponed.version()));
    }

    @Test
    void shouldEndThePostponedCharge_whenAnotherProcessConfirmsTheOrder() {
        order = shop.order(customer);
        OrderAndSaga placed = read();
        postpone(settings.firstRetry());

        settle(placed, new Confirmed(clock.instant()));
        after(settings.deadline());

        assertSettled(order, "confirmed", null);
        awaitNoDueItems();
        assertThat(cloud.charges(order)).isEmpty();
    }

    @Test
    void shouldVoidThePostponedCharge_whenAnotherProcessRejectsTheOrder() {
        order = shop.order(customer);
        OrderAndSaga placed = read();
        cloud.payment(Map.of("lostAnswerRate", 1));
        reserve(order);
        cloud.clearFaults();

        settle(placed, new Rejected(RejectionReason.OUT_OF_STOCK, clock.instant()));
        after(settings.deadline());

        assertSettled(order, "rejected", "out-of-stock");
        awaitNoDueItems();
        assertThat(cloud.charges(order)).doesNotContain("succeeded");
    }

    @Test
    void shouldNotPostponeACharge_whenTheOrderIsSettled() {
        order = shop.order(customer);
        OrderAndSaga placed = read();
        reserve(order);
        Saga first = placed.openSaga();

        assertThat(sagas.replace(first, first.postponed(clock.instant(), settings.firstRetry()))
                        .await()
                        .atMost(TIMEOUT))
                .isFalse();

        assertSettled(order, "confirmed", null);
    }

    private Saga postpone(Duration delay) {
        Saga first = read().openSaga();
        Saga postponed = first.postponed(clock.instant(), delay);
        assertThat(sagas.replace(first, postponed).await().atMost(TIMEOUT)).isTrue();
        return postponed;
    }

    private OrderAndSaga read() {
        return sagas.find(order).await().atMost(TIMEOUT).orElseThrow();
    }

    private void settle(OrderAndSaga read, OrderEvent outcome) {
        settling.settle(read.stored(), read.openSaga(), outcome, Optional.empty())
                .await()
                .atMost(TIMEOUT);
    }

    private void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(put -> put.tableName("orders").item(item)).join();
    }

    private Map<String, AttributeValue> sagaItem() {
        return dynamoDb.getItem(get ->
                        get.tableName("orders").consistentRead(true).key(Attributes.key("order/" + order, "SAGA")))
                .join()
                .item();
    }

    private void awaitNoDueItems() {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(dueItems(order)).isEqualTo(List.of()));
    }
}
