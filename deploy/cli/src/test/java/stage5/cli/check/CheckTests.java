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

class CheckTests {

    private final Shop shop = Shop.inOrder();

    @Test
    void shouldHold_whenTheBooksAreRight() {
        assertThat(Check.judge(shop.snapshot())).hasSize(13).allMatch(Finding::holds);
    }

    @Test
    void shouldHold_whenAnOrderIsOpenAndInTime() {
        shop.open("waiting", Shop.NOW.plusSeconds(30));

        assertThat(Check.judge(shop.snapshot())).allMatch(Finding::holds);
    }

    @Test
    void shouldHold_whenAnOpenOrderIsChargedAlready() {
        shop.open("waiting", Shop.NOW.plusSeconds(30));
        shop.charges.add(new Charge("waiting", "waiting", "succeeded", 2 * Shop.PRICE, "EUR"));

        assertThat(Check.judge(shop.snapshot())).allMatch(Finding::holds);
    }

    @Test
    void shouldBreak_whenAnEventIsNotWhatItsContractSays() {
        shop.departures.add("stage5.order.placed.v1 of bought: $.data.total is missing");

        assertBroken("each published event keeps its contract", "$.data.total");
    }

    @Test
    void shouldSayThatNobodyLooked_whenSnsIsSomebodyElses() {
        shop.localSns = false;

        assertThat(Check.judge(shop.snapshot()))
                .anySatisfy(finding -> assertThat(finding.figures()).contains("nobody looked"))
                .allMatch(Finding::holds);
    }

    @Test
    void shouldBreak_whenAUnitIsLost() {
        shop.stocks.set(0, new Stock(Shop.SKU, 97, 0, 2, 100));

        assertBroken("received = on hand", Shop.SKU);
    }

    @Test
    void shouldBreak_whenAFigureIsNegative() {
        shop.stocks.set(0, new Stock(Shop.SKU, 99, -1, 2, 100));

        assertBroken("received = on hand", Shop.SKU);
        assertBroken("units reserved", Shop.SKU);
    }

    @Test
    void shouldBreak_whenAConfirmedOrderWasNotTakenFromTheStock() {
        shop.stocks.set(0, new Stock(Shop.SKU, 100, 0, 0, 100));

        assertBroken("units sold", Shop.SKU + ": 0 in the stock's books, 2 in the orders");
    }

    @Test
    void shouldBreak_whenAnOrderHoldsAProductWithoutStock() {
        shop.stocks.clear();

        assertBroken("units sold", Shop.SKU);
    }

    @Test
    void shouldBreak_whenASaleIsCountedTwice() {
        shop.sales.put(Shop.SKU, 4L);

        assertBroken("the bestsellers", Shop.SKU + ": 4 pieces are counted, 2 were sold");
    }

    @Test
    void shouldBreak_whenASaleIsNotCounted() {
        shop.sales.clear();

        assertBroken("the bestsellers", Shop.SKU + ": 0 pieces are counted, 2 were sold");
    }

    @Test
    void shouldBreak_whenStockStaysReservedForNobody() {
        shop.stocks.set(0, new Stock(Shop.SKU, 96, 2, 2, 100));

        assertBroken("units reserved", Shop.SKU + ": 2 in the stock's books, 0 in the orders");
    }

    @Test
    void shouldBreak_whenAnOrderIsOpenLongAfterItsDeadline() {
        shop.open("waiting", Shop.NOW.minusSeconds(60));

        assertBroken("each order is settled", "waiting is open");
    }

    @Test
    void shouldBreak_whenNothingWouldSettleAnOpenOrder() {
        shop.open("waiting", Shop.NOW.plusSeconds(60));
        shop.sagas.clear();

        assertBroken("each order is settled", "nothing is left that would settle it");
    }

    @Test
    void shouldBreak_whenAnEventIsMissing() {
        shop.orders.set(
                0,
                new Order("bought", List.of(Shop.event("bought", 1, "placed"), Shop.event("bought", 3, "confirmed"))));

        assertBroken("the events of an order have no gap", "bought has event 3 in place of 2");
    }

    @Test
    void shouldBreak_whenAHistoryIsBehind() {
        Order earlier = new Order("bought", List.of(Shop.event("bought", 1, "placed")));
        shop.view.set(0, Shop.shown(earlier));

        assertBroken("the histories", "bought is shown as placed (1), but is confirmed (2)");
    }

    @Test
    void shouldBreak_whenAHistoryLacksAnOrderOrInventsOne() {
        shop.view.removeFirst();
        shop.view.add(Shop.shown(new Order("ghost", List.of(Shop.event("ghost", 1, "placed")))));

        assertBroken("the histories", "bought is missing");
        assertBroken("the histories", "ghost is shown, but was never placed");
    }

    @Test
    void shouldBreak_whenAConfirmedOrderIsChargedTwice() {
        shop.charges.add(new Charge("other key", "bought", "succeeded", 2 * Shop.PRICE, "EUR"));

        assertBroken("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldBreak_whenAConfirmedOrderIsNotChargedOrNotItsTotal() {
        shop.charges.set(0, new Charge("bought", "bought", "voided", 2 * Shop.PRICE, "EUR"));
        assertBroken("each confirmed order is charged once", "bought is confirmed");

        shop.charges.set(0, new Charge("bought", "bought", "succeeded", Shop.PRICE, "EUR"));
        assertBroken("each confirmed order is charged once", "bought is confirmed");
    }

    @Test
    void shouldBreak_whenARejectedOrderIsCharged() {
        shop.charges.set(1, new Charge("refused", "refused", "succeeded", 2 * Shop.PRICE, "EUR"));

        assertBroken("each confirmed order is charged once", "refused is rejected");
    }

    @Test
    void shouldHold_whenACancelledOrdersChargeIsBeingRefunded() {
        shop.charges.set(1, new Charge("refused", "refused", "succeeded", 2 * Shop.PRICE, "EUR"));
        shop.sagas.put("refused", new Saga("refunding", Shop.NOW));

        assertThat(Check.judge(shop.snapshot())).allMatch(Finding::holds);
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

        assertThat(finding("each settled order is one mail").figures()).contains("1 delivered more than once");
        assertThat(finding("each settled order is one mail").holds()).isTrue();
    }

    @Test
    void shouldBreak_whenSomethingLiesAbout() {
        shop.outboxes.put("orders", 3);
        shop.queues.set(0, new QueueDepth("order-saga", 4, 5));

        assertBroken("outboxes are empty", "orders: 3 events");
        assertBroken("queues are empty", "order-saga: 4 messages");
        assertBroken("dead-letter queues are empty", "order-saga: 5 messages");
    }

    private void assertBroken(String promise, String offender) {
        Finding finding = finding(promise);
        assertThat(finding.holds()).as(finding.promise()).isFalse();
        assertThat(finding.offenders()).anySatisfy(said -> assertThat(said).contains(offender));
    }

    private Finding finding(String promise) {
        return Check.judge(shop.snapshot()).stream()
                .filter(finding -> finding.promise().startsWith(promise))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No such promise: " + promise));
    }
}
