package stage5.cli.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.cli.check.Snapshot.Charge;
import stage5.cli.check.Snapshot.Mail;
import stage5.cli.check.Snapshot.Notification;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.OrderInHistory;
import stage5.cli.check.Snapshot.Published;
import stage5.cli.check.Snapshot.QueueDepth;
import stage5.cli.check.Snapshot.Saga;
import stage5.cli.check.Snapshot.Stock;
import stage5.cli.check.Snapshot.StoredEvent;

/** Builds the contents of the stores of a shop in which each invariant holds. Tests change them to violate one. */
final class StoredShop {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final String SKU = "KIT-1001";
    static final long PRICE = 1990;

    final List<Stock> stocks = new ArrayList<>();
    final Map<String, String> reservations = new HashMap<>();
    final List<Order> orders = new ArrayList<>();
    final Map<String, Saga> sagas = new HashMap<>();
    final List<OrderInHistory> histories = new ArrayList<>();
    final Map<String, Long> sales = new HashMap<>();
    final List<Charge> charges = new ArrayList<>();
    final Map<String, Notification> notifications = new HashMap<>();
    final List<Mail> mails = new ArrayList<>();
    final Map<String, Integer> outboxes = new HashMap<>(Map.of("orders", 0));
    final List<QueueDepth> queues = new ArrayList<>(List.of(new QueueDepth("order-saga", 0, 0)));
    final List<String> violations = new ArrayList<>();
    boolean localSns = true;

    /** Returns a shop with one product, one confirmed order of two units, and one rejected order. */
    static StoredShop consistent() {
        StoredShop shop = new StoredShop();
        shop.stocks.add(new Stock(SKU, 98, 0, 2, 100));
        shop.settled("bought", "confirmed");
        shop.sales.put(SKU, 2L);
        shop.reservations.put("bought", "sold");
        shop.charges.add(new Charge("bought", "bought", "succeeded", 2 * PRICE, "EUR"));
        shop.settled("refused", "rejected");
        shop.reservations.put("refused", "released");
        shop.charges.add(new Charge("refused", "refused", "refused", 2 * PRICE, "EUR"));
        return shop;
    }

    /** Adds an order that has reserved its stock and awaits its payment until the deadline. */
    StoredShop open(String id, Instant deadline) {
        Order order = new Order(id, List.of(event(id, 1, "placed")));
        orders.add(order);
        histories.add(shown(order));
        reservations.put(id, "reserved");
        sagas.put(id, new Saga("awaiting-payment", deadline, true));
        Stock stock = stocks.removeFirst();
        stocks.add(new Stock(SKU, stock.onHand() - 2, stock.reserved() + 2, stock.sold(), stock.received()));
        return this;
    }

    void settled(String id, String status) {
        Order order = new Order(id, List.of(event(id, 1, "placed"), event(id, 2, status)));
        orders.add(order);
        histories.add(shown(order));
        notifications.put(order.latest().id(), new Notification("sent", "<" + id + "@stage5>"));
        mails.add(new Mail("<" + id + "@stage5>", "ada@example.com", 1));
    }

    /** Sets the total of the order to zero. */
    void costsNothing(String id) {
        orders.stream()
                .filter(order -> order.id().equals(id))
                .forEach(order -> ((ObjectNode) order.data().path("total")).put("amount", 0));
    }

    Snapshot snapshot() {
        return new Snapshot(
                NOW,
                stocks,
                reservations,
                orders,
                sagas,
                histories,
                sales,
                charges,
                notifications,
                mails,
                outboxes,
                queues,
                Optional.of(new Published(4, violations)).filter(published -> localSns));
    }

    static StoredEvent event(String order, long sequence, String status) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", order + "-" + sequence).put("sequence", sequence).put("type", "stage5.order." + status + ".v1");
        ObjectNode data = event.putObject("data");
        data.put("orderId", order).put("customerId", "ada").put("status", status);
        data.putArray("lines").addObject().put("sku", SKU).put("quantity", 2);
        data.putObject("total").put("amount", 2 * PRICE).put("currency", "EUR");
        return new StoredEvent(order + "-" + sequence, event.path("type").asText(), sequence, event);
    }

    static OrderInHistory shown(Order order) {
        return new OrderInHistory(
                "ada",
                order.id(),
                order.latest().sequence(),
                order.status(),
                order.latest().event());
    }
}
