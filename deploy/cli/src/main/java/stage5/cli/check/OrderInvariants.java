package stage5.cli.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.OrderInHistory;
import stage5.cli.check.Snapshot.Saga;

/** Every order is settled in time, has events without gaps, and is shown correctly in its customer's history. */
final class OrderInvariants {

    /**
     * Grace period for rejecting an order after its deadline: the interval of the schedule in the lambda form, which is the
     * longest of both forms, and the run of the function.
     */
    private static final Duration GRACE = Duration.ofSeconds(60 + 30);

    private OrderInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        return List.of(settled(snapshot), due(snapshot), gapless(snapshot), histories(snapshot));
    }

    private static InvariantResult settled(Snapshot snapshot) {
        Map<String, Integer> byStatus = new TreeMap<>();
        snapshot.orders().forEach(order -> byStatus.merge(order.status(), 1, Integer::sum));
        List<String> violations = snapshot.orders().stream()
                .filter(Order::isOpen)
                .flatMap(order -> overdue(order, snapshot).stream())
                .toList();
        return InvariantResult.of(
                "each order is settled or within its deadline",
                "%,d orders %s".formatted(snapshot.orders().size(), byStatus),
                violations);
    }

    private static Optional<String> overdue(Order order, Snapshot snapshot) {
        Saga saga = snapshot.sagas().get(order.id());
        if (saga == null) {
            return Optional.of(order.id() + " is open and has no saga");
        }
        return saga.deadlineAt().plus(GRACE).isBefore(snapshot.readAt())
                ? Optional.of(
                        "%s is open (%s), its deadline was %s".formatted(order.id(), saga.state(), saga.deadlineAt()))
                : Optional.empty();
    }

    private static InvariantResult due(Snapshot snapshot) {
        List<String> violations = snapshot.sagas().entrySet().stream()
                .filter(saga -> !saga.getValue().isDue())
                .map(saga -> "%s is %s and is never due"
                        .formatted(saga.getKey(), saga.getValue().state()))
                .sorted()
                .toList();
        return InvariantResult.of(
                "the next step of each saga has a time",
                "%,d sagas".formatted(snapshot.sagas().size()),
                violations);
    }

    private static InvariantResult gapless(Snapshot snapshot) {
        List<String> violations = new ArrayList<>();
        long events = 0;
        for (Order order : snapshot.orders()) {
            for (int i = 0; i < order.events().size(); i++) {
                if (order.events().get(i).sequence() != i + 1) {
                    violations.add("%s has event %d instead of %d"
                            .formatted(order.id(), order.events().get(i).sequence(), i + 1));
                    break;
                }
            }
            events += order.events().size();
        }
        return InvariantResult.of("the events of each order have no gap", "%,d events".formatted(events), violations);
    }

    private static InvariantResult histories(Snapshot snapshot) {
        Map<String, OrderInHistory> shown = new HashMap<>();
        snapshot.histories().forEach(item -> shown.put(item.orderId(), item));
        List<String> violations = new ArrayList<>();
        for (Order order : snapshot.orders()) {
            OrderInHistory item = shown.remove(order.id());
            if (item == null) {
                violations.add(order.id() + " is missing");
            } else if (!shows(item, order)) {
                violations.add("%s is shown as %s (%d) but is %s (%d)"
                        .formatted(
                                order.id(),
                                item.status(),
                                item.sequence(),
                                order.status(),
                                order.latest().sequence()));
            }
        }
        shown.keySet().forEach(id -> violations.add(id + " is shown but was never placed"));
        return InvariantResult.of(
                "the histories show the current state of each order",
                "%,d items, %,d orders"
                        .formatted(
                                snapshot.histories().size(), snapshot.orders().size()),
                violations);
    }

    private static boolean shows(OrderInHistory item, Order order) {
        return item.sequence() == order.latest().sequence()
                && item.status().equals(order.status())
                && item.customerId().equals(order.data().path("customerId").asText())
                && item.event().equals(order.latest().event());
    }
}
