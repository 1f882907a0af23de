package stage5.cli.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.Saga;
import stage5.cli.check.Snapshot.ViewedOrder;

/** Every order is settled in time, told without a gap, and shown to its customer as it is. */
final class OrderInvariants {

    /** How long after its deadline an order may take to be rejected: the timer's turn, and the writing. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private OrderInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        return List.of(settled(snapshot), gapless(snapshot), view(snapshot));
    }

    private static InvariantResult settled(Snapshot snapshot) {
        Map<String, Integer> byStatus = new TreeMap<>();
        snapshot.orders().forEach(order -> byStatus.merge(order.status(), 1, Integer::sum));
        List<String> violations = snapshot.orders().stream()
                .filter(Order::isOpen)
                .flatMap(order -> overdue(order, snapshot).stream())
                .toList();
        return InvariantResult.of(
                "each order is settled, or has time left",
                "%,d orders %s".formatted(snapshot.orders().size(), byStatus),
                violations);
    }

    private static Optional<String> overdue(Order order, Snapshot snapshot) {
        Saga saga = snapshot.sagas().get(order.id());
        if (saga == null) {
            return Optional.of(order.id() + " is open, and nothing is left that would settle it");
        }
        return saga.deadlineAt().plus(GRACE).isBefore(snapshot.readAt())
                ? Optional.of(
                        "%s is open (%s), its deadline was %s".formatted(order.id(), saga.state(), saga.deadlineAt()))
                : Optional.empty();
    }

    private static InvariantResult gapless(Snapshot snapshot) {
        List<String> violations = new ArrayList<>();
        long events = 0;
        for (Order order : snapshot.orders()) {
            for (int i = 0; i < order.events().size(); i++) {
                if (order.events().get(i).sequence() != i + 1) {
                    violations.add("%s has event %d in place of %d"
                            .formatted(order.id(), order.events().get(i).sequence(), i + 1));
                    break;
                }
            }
            events += order.events().size();
        }
        return InvariantResult.of("the events of an order have no gap", "%,d events".formatted(events), violations);
    }

    private static InvariantResult view(Snapshot snapshot) {
        Map<String, ViewedOrder> shown = new HashMap<>();
        snapshot.view().forEach(item -> shown.put(item.orderId(), item));
        List<String> violations = new ArrayList<>();
        for (Order order : snapshot.orders()) {
            ViewedOrder item = shown.remove(order.id());
            if (item == null) {
                violations.add(order.id() + " is missing");
            } else if (!shows(item, order)) {
                violations.add("%s is shown as %s (%d), but is %s (%d)"
                        .formatted(
                                order.id(),
                                item.status(),
                                item.sequence(),
                                order.status(),
                                order.latest().sequence()));
            }
        }
        shown.keySet().forEach(id -> violations.add(id + " is shown, but was never placed"));
        return InvariantResult.of(
                "the histories show each order as it is",
                "%,d items, %,d orders"
                        .formatted(snapshot.view().size(), snapshot.orders().size()),
                violations);
    }

    private static boolean shows(ViewedOrder item, Order order) {
        return item.sequence() == order.latest().sequence()
                && item.status().equals(order.status())
                && item.customerId().equals(order.data().path("customerId").asText())
                && item.event().equals(order.latest().event());
    }
}
