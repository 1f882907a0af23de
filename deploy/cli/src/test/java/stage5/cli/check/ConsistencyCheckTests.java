package stage5.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.cli.check.Snapshot.Charge;
import stage5.cli.check.Snapshot.Mail;
import stage5.cli.check.Snapshot.Notification;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.QueueDepth;
import stage5.cli.check.Snapshot.Saga;
import stage5.cli.check.Snapshot.Stock;

class ConsistencyCheckTests {

    private final StoredShop shop = StoredShop.consistent();

    @Test
    void shouldHold_whenTheStoresAreConsistent() {
        assertThat(ConsistencyCheck.judge(shop.snapshot())).hasSize(14).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldHold_whenAnOrderIsOpenBeforeItsDeadline() {
        shop.open("waiting", StoredShop.NOW.plusSeconds(30));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldHold_whenAnOpenOrderWaitsForTheScheduleOfAFunction() {
        shop.open("waiting", StoredShop.NOW.minusSeconds(70));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldHold_whenAnOpenOrderIsChargedAlready() {
        shop.open("waiting", StoredShop.NOW.plusSeconds(30));
        shop.charges.add(new Charge("waiting", "waiting", "succeeded", 2 * StoredShop.PRICE, "EUR"));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBeViolated_whenAnEventViolatesItsContract() {
        shop.violations.add("stage5.order.placed.v1 of bought: $.data.total is missing");

        assertViolated("each published event conforms to its contract", "$.data.total");
    }

    @Test
    void shouldReportContractsAsNotChecked_whenSnsIsExternal() {
        shop.localSns = false;

        assertThat(ConsistencyCheck.judge(shop.snapshot()))
                .anySatisfy(result -> assertThat(result.figures()).contains("not checked"))
                .allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBeViolated_whenAUnitIsLost() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 97, 0, 2, 100));

        assertViolated("received = on hand", StoredShop.SKU);
    }

    @Test
    void shouldAddUpTheBuckets_whenAStockIsSplit() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 50, 1, 0, 51));
        shop.stocks.add(new Stock(StoredShop.SKU + "/b1", 48, -1, 2, 49));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBeViolated_whenABucketDoesNotAddUp() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 51, 0, 1, 51));
        shop.stocks.add(new Stock(StoredShop.SKU + "/b1", 47, 0, 1, 49));

        assertViolated("received = on hand", StoredShop.SKU + "/b1: received 49");
    }

    @Test
    void shouldBeViolated_whenTheBucketsHaveSoldMoreThanTheOrders() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 50, 0, 2, 52));
        shop.stocks.add(new Stock(StoredShop.SKU + "/b1", 47, 0, 1, 48));

        assertViolated("units sold", StoredShop.SKU + ": 3 in stock items, 2 in orders");
    }

    @Test
    void shouldBeViolated_whenAUnitCountIsNegative() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 99, -1, 2, 100));

        assertViolated("received = on hand", StoredShop.SKU);
        assertViolated("units reserved", StoredShop.SKU);
    }

    @Test
    void shouldBeViolated_whenAConfirmedOrderIsNotInTheStock() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 100, 0, 0, 100));

        assertViolated("units sold", StoredShop.SKU + ": 0 in stock items, 2 in orders");
    }

    @Test
    void shouldBeViolated_whenAConfirmedProductHasNoStockItem() {
        shop.stocks.clear();

        assertViolated("units sold", StoredShop.SKU);
    }

    @Test
    void shouldBeViolated_whenASaleIsCountedTwice() {
        shop.sales.put(StoredShop.SKU, 4L);

        assertViolated("the bestsellers", StoredShop.SKU + ": 4 units are counted, 2 were sold");
    }

    @Test
    void shouldBeViolated_whenASaleIsNotCounted() {
        shop.sales.clear();

        assertViolated("the bestsellers", StoredShop.SKU + ": 0 units are counted, 2 were sold");
    }

    @Test
    void shouldBeViolated_whenStockIsReservedForNoOrder() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 96, 2, 2, 100));

        assertViolated("units reserved", StoredShop.SKU + ": 2 in stock items, 0 in orders");
    }

    @Test
    void shouldBeViolated_whenAnOrderIsOpenLongAfterItsDeadline() {
        shop.open("waiting", StoredShop.NOW.minusSeconds(120));

        assertViolated("each order is settled", "waiting is open");
    }

    @Test
    void shouldBeViolated_whenAnOpenOrderHasNoSaga() {
        shop.open("waiting", StoredShop.NOW.plusSeconds(60));
        shop.sagas.clear();

        assertViolated("each order is settled", "has no saga");
    }

    @Test
    void shouldBeViolated_whenASagaIsNeverDue() {
        shop.open("waiting", StoredShop.NOW.plusSeconds(60));
        shop.sagas.put("waiting", new Saga("awaiting-stock", StoredShop.NOW.plusSeconds(60), false));

        assertViolated("the next step of each saga has a time", "waiting is awaiting-stock and is never due");
    }

    @Test
    void shouldBeViolated_whenAnEventIsMissing() {
        shop.orders.set(
                0,
                new Order(
                        "bought",
                        List.of(StoredShop.event("bought", 1, "placed"), StoredShop.event("bought", 3, "confirmed"))));

        assertViolated("the events of each order have no gap", "bought has event 3 instead of 2");
    }

    @Test
    void shouldBeViolated_whenAHistoryIsBehind() {
        Order earlier = new Order("bought", List.of(StoredShop.event("bought", 1, "placed")));
        shop.histories.set(0, StoredShop.shown(earlier));

        assertViolated("the histories", "bought is shown as placed (1) but is confirmed (2)");
    }

    @Test
    void shouldBeViolated_whenAHistoryLacksAnOrderOrShowsAnUnknownOne() {
        shop.histories.removeFirst();
        shop.histories.add(StoredShop.shown(new Order("ghost", List.of(StoredShop.event("ghost", 1, "placed")))));

        assertViolated("the histories", "bought is missing");
        assertViolated("the histories", "ghost is shown but was never placed");
    }

    @Test
    void shouldBeViolated_whenAConfirmedOrderIsChargedTwice() {
        shop.charges.add(new Charge("other key", "bought", "succeeded", 2 * StoredShop.PRICE, "EUR"));

        assertViolated("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldBeViolated_whenAConfirmedOrderIsNotChargedOrNotItsTotal() {
        shop.charges.set(0, new Charge("bought", "bought", "voided", 2 * StoredShop.PRICE, "EUR"));
        assertViolated("each confirmed order is charged once", "bought is confirmed");

        shop.charges.set(0, new Charge("bought", "bought", "succeeded", StoredShop.PRICE, "EUR"));
        assertViolated("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldHold_whenAConfirmedOrderThatCostsNothingIsNotCharged() {
        shop.costsNothing("bought");
        shop.charges.removeFirst();

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBeViolated_whenAConfirmedOrderThatCostsNothingIsCharged() {
        shop.costsNothing("bought");

        assertViolated("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldBeViolated_whenARejectedOrderIsCharged() {
        shop.charges.set(1, new Charge("refused", "refused", "succeeded", 2 * StoredShop.PRICE, "EUR"));

        assertViolated("each confirmed order is charged once", "refused is rejected");
    }

    @Test
    void shouldHold_whenACancelledOrdersChargeIsBeingRefunded() {
        shop.charges.set(1, new Charge("refused", "refused", "succeeded", 2 * StoredShop.PRICE, "EUR"));
        shop.sagas.put("refused", new Saga("refunding", StoredShop.NOW, true));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBeViolated_whenAConfirmedOrderIsNotChargedButBeingRefunded() {
        shop.charges.set(0, new Charge("bought", "bought", "voided", 2 * StoredShop.PRICE, "EUR"));
        shop.sagas.put("bought", new Saga("refunding", StoredShop.NOW, true));

        assertViolated("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldBeViolated_whenAnOrderIsChargedThatWasNeverPlaced() {
        shop.charges.add(new Charge("x", "x", "succeeded", 1L, "EUR"));

        assertViolated("each confirmed order is charged once", "x was never placed");
    }

    @Test
    void shouldBeViolated_whenASettledOrderHasNoMail() {
        shop.mails.removeFirst();

        assertViolated("each settled order has one mail", "bought is confirmed, and has 0 mails");
    }

    @Test
    void shouldBeViolated_whenASettledOrderHasTwoMails() {
        shop.mails.add(new Mail("<bought@stage5>", "eve@example.com", 1));

        assertViolated("each settled order has one mail", "bought is confirmed, and has 2 mails");
    }

    @Test
    void shouldBeViolated_whenAMailIsNotSentOrHasNoNotification() {
        shop.notifications.put("bought-2", new Notification("sending", "<bought@stage5>"));
        shop.notifications.remove("refused-2");

        assertViolated("each settled order has one mail", "bought is confirmed, its mail is sending");
        assertViolated("each settled order has one mail", "refused is rejected, and there is no notification");
    }

    @Test
    void shouldCountMailsThatWereDeliveredTwice() {
        shop.mails.set(0, new Mail("<bought@stage5>", "ada@example.com", 2));

        assertThat(result("each settled order has one mail").figures()).contains("1 delivered more than once");
        assertThat(result("each settled order has one mail").holds()).isTrue();
    }

    @Test
    void shouldBeViolated_whenAnOutboxOrAQueueIsNotEmpty() {
        shop.outboxes.put("orders", 3);
        shop.queues.set(0, new QueueDepth("order-saga", 4, 5));

        assertViolated("outboxes are empty", "orders: 3 events");
        assertViolated("queues are empty", "order-saga: 4 messages");
        assertViolated("dead-letter queues are empty", "order-saga: 5 messages");
    }

    private void assertViolated(String invariant, String violation) {
        InvariantResult result = result(invariant);
        assertThat(result.holds()).as(result.invariant()).isFalse();
        assertThat(result.violations()).anySatisfy(text -> assertThat(text).contains(violation));
    }

    private InvariantResult result(String invariant) {
        return ConsistencyCheck.judge(shop.snapshot()).stream()
                .filter(result -> result.invariant().startsWith(invariant))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No such invariant: " + invariant));
    }
}
