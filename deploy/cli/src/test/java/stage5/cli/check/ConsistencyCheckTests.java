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

    private final StoredShop shop = StoredShop.inOrder();

    @Test
    void shouldHold_whenTheBooksAreRight() {
        assertThat(ConsistencyCheck.judge(shop.snapshot())).hasSize(13).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldHold_whenAnOrderIsOpenAndInTime() {
        shop.open("waiting", StoredShop.NOW.plusSeconds(30));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldHold_whenAnOpenOrderIsChargedAlready() {
        shop.open("waiting", StoredShop.NOW.plusSeconds(30));
        shop.charges.add(new Charge("waiting", "waiting", "succeeded", 2 * StoredShop.PRICE, "EUR"));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBreak_whenAnEventIsNotWhatItsContractSays() {
        shop.departures.add("stage5.order.placed.v1 of bought: $.data.total is missing");

        assertBroken("each published event keeps its contract", "$.data.total");
    }

    @Test
    void shouldSayThatNobodyLooked_whenSnsIsSomebodyElses() {
        shop.localSns = false;

        assertThat(ConsistencyCheck.judge(shop.snapshot()))
                .anySatisfy(result -> assertThat(result.figures()).contains("nobody looked"))
                .allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBreak_whenAUnitIsLost() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 97, 0, 2, 100));

        assertBroken("received = on hand", StoredShop.SKU);
    }

    @Test
    void shouldBreak_whenAFigureIsNegative() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 99, -1, 2, 100));

        assertBroken("received = on hand", StoredShop.SKU);
        assertBroken("units reserved", StoredShop.SKU);
    }

    @Test
    void shouldBreak_whenAConfirmedOrderWasNotTakenFromTheStock() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 100, 0, 0, 100));

        assertBroken("units sold", StoredShop.SKU + ": 0 in the stock's books, 2 in the orders");
    }

    @Test
    void shouldBreak_whenAnOrderHoldsAProductWithoutStock() {
        shop.stocks.clear();

        assertBroken("units sold", StoredShop.SKU);
    }

    @Test
    void shouldBreak_whenASaleIsCountedTwice() {
        shop.sales.put(StoredShop.SKU, 4L);

        assertBroken("the bestsellers", StoredShop.SKU + ": 4 pieces are counted, 2 were sold");
    }

    @Test
    void shouldBreak_whenASaleIsNotCounted() {
        shop.sales.clear();

        assertBroken("the bestsellers", StoredShop.SKU + ": 0 pieces are counted, 2 were sold");
    }

    @Test
    void shouldBreak_whenStockStaysReservedForNobody() {
        shop.stocks.set(0, new Stock(StoredShop.SKU, 96, 2, 2, 100));

        assertBroken("units reserved", StoredShop.SKU + ": 2 in the stock's books, 0 in the orders");
    }

    @Test
    void shouldBreak_whenAnOrderIsOpenLongAfterItsDeadline() {
        shop.open("waiting", StoredShop.NOW.minusSeconds(60));

        assertBroken("each order is settled", "waiting is open");
    }

    @Test
    void shouldBreak_whenNothingWouldSettleAnOpenOrder() {
        shop.open("waiting", StoredShop.NOW.plusSeconds(60));
        shop.sagas.clear();

        assertBroken("each order is settled", "nothing is left that would settle it");
    }

    @Test
    void shouldBreak_whenAnEventIsMissing() {
        shop.orders.set(
                0,
                new Order("bought", List.of(StoredShop.event("bought", 1, "placed"), StoredShop.event("bought", 3, "confirmed"))));

        assertBroken("the events of an order have no gap", "bought has event 3 in place of 2");
    }

    @Test
    void shouldBreak_whenAHistoryIsBehind() {
        Order earlier = new Order("bought", List.of(StoredShop.event("bought", 1, "placed")));
        shop.view.set(0, StoredShop.shown(earlier));

        assertBroken("the histories", "bought is shown as placed (1), but is confirmed (2)");
    }

    @Test
    void shouldBreak_whenAHistoryLacksAnOrderOrInventsOne() {
        shop.view.removeFirst();
        shop.view.add(StoredShop.shown(new Order("ghost", List.of(StoredShop.event("ghost", 1, "placed")))));

        assertBroken("the histories", "bought is missing");
        assertBroken("the histories", "ghost is shown, but was never placed");
    }

    @Test
    void shouldBreak_whenAConfirmedOrderIsChargedTwice() {
        shop.charges.add(new Charge("other key", "bought", "succeeded", 2 * StoredShop.PRICE, "EUR"));

        assertBroken("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldBreak_whenAConfirmedOrderIsNotChargedOrNotItsTotal() {
        shop.charges.set(0, new Charge("bought", "bought", "voided", 2 * StoredShop.PRICE, "EUR"));
        assertBroken("each confirmed order is charged once", "bought is confirmed");

        shop.charges.set(0, new Charge("bought", "bought", "succeeded", StoredShop.PRICE, "EUR"));
        assertBroken("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldBreak_whenARejectedOrderIsCharged() {
        shop.charges.set(1, new Charge("refused", "refused", "succeeded", 2 * StoredShop.PRICE, "EUR"));

        assertBroken("each confirmed order is charged once", "refused is rejected");
    }

    @Test
    void shouldHold_whenACancelledOrdersChargeIsBeingRefunded() {
        shop.charges.set(1, new Charge("refused", "refused", "succeeded", 2 * StoredShop.PRICE, "EUR"));
        shop.sagas.put("refused", new Saga("refunding", StoredShop.NOW));

        assertThat(ConsistencyCheck.judge(shop.snapshot())).allMatch(InvariantResult::holds);
    }

    @Test
    void shouldBreak_whenSomethingIsChargedThatNobodyOrdered() {
        shop.charges.add(new Charge("x", "x", "succeeded", 1L, "EUR"));

        assertBroken("each confirmed order is charged once", "x was never placed");
    }

    @Test
    void shouldBreak_whenASettledOrderHasNoMail() {
        shop.mails.removeFirst();

        assertBroken("each settled order is one mail", "bought is confirmed, and 0 mails tell so");
    }

    @Test
    void shouldBreak_whenASettledOrderHasTwoMails() {
        shop.mails.add(new Mail("<bought@stage5>", "eve@example.com", 1));

        assertBroken("each settled order is one mail", "bought is confirmed, and 2 mails tell so");
    }

    @Test
    void shouldBreak_whenAMailIsNotSentOrWasNeverMeantToBe() {
        shop.notifications.put("bought-2", new Notification("sending", "<bought@stage5>"));
        shop.notifications.remove("refused-2");

        assertBroken("each settled order is one mail", "bought is confirmed, its mail is sending");
        assertBroken("each settled order is one mail", "refused is rejected, and nobody was to be told");
    }

    @Test
    void shouldCountMailsThatCameTwice() {
        shop.mails.set(0, new Mail("<bought@stage5>", "ada@example.com", 2));

        assertThat(result("each settled order is one mail").figures()).contains("1 delivered more than once");
        assertThat(result("each settled order is one mail").holds()).isTrue();
    }

    @Test
    void shouldBreak_whenSomethingLiesAbout() {
        shop.outboxes.put("orders", 3);
        shop.queues.set(0, new QueueDepth("order-saga", 4, 5));

        assertBroken("outboxes are empty", "orders: 3 events");
        assertBroken("queues are empty", "order-saga: 4 messages");
        assertBroken("dead-letter queues are empty", "order-saga: 5 messages");
    }

    private void assertBroken(String invariant, String violation) {
        InvariantResult result = result(invariant);
        assertThat(result.holds()).as(result.invariant()).isFalse();
        assertThat(result.violations()).anySatisfy(said -> assertThat(said).contains(violation));
    }

    private InvariantResult result(String invariant) {
        return ConsistencyCheck.judge(shop.snapshot()).stream()
                .filter(result -> result.invariant().startsWith(invariant))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No such promise: " + invariant));
    }
}
