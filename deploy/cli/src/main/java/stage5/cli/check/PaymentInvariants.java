package stage5.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.Snapshot.Charge;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.Saga;

/** Who gets her order pays once; who does not get it does not pay. */
final class PaymentInvariants {

    private PaymentInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        Map<String, List<Charge>> standing = new HashMap<>();
        snapshot.charges().stream().filter(Charge::isStanding).forEach(charge -> standing.computeIfAbsent(
                        charge.reference(), id -> new ArrayList<>())
                .add(charge));
        int charges = standing.values().stream().mapToInt(List::size).sum();
        List<String> violations = new ArrayList<>();
        int refunds = 0;
        for (Order order : snapshot.orders()) {
            List<Charge> charged = standing.getOrDefault(order.id(), List.of());
            standing.remove(order.id());
            if (isBeingRefunded(order, snapshot)) {
                refunds++;
            } else if (!isRight(order, charged)) {
                violations.add(
                        "%s is %s over %s, charged %s".formatted(order.id(), order.status(), total(order), charged));
            }
        }
        standing.forEach((id, charged) -> violations.add("%s was never placed, charged %s".formatted(id, charged)));
        return List.of(InvariantResult.of(
                "each confirmed order is charged once, no other one is",
                "%,d charges stand, %,d refunds under way".formatted(charges, refunds),
                violations));
    }

    private static boolean isBeingRefunded(Order order, Snapshot snapshot) {
        Saga saga = snapshot.sagas().get(order.id());
        return saga != null && saga.isRefund();
    }

    /** An open order may have been charged already, once. */
    private static boolean isRight(Order order, List<Charge> charged) {
        boolean wellCharged = charged.size() == 1 && isOverTotal(charged.getFirst(), order);
        return switch (order.status()) {
            case "confirmed" -> wellCharged;
            case "placed" -> charged.isEmpty() || wellCharged;
            default -> charged.isEmpty();
        };
    }

    private static boolean isOverTotal(Charge charge, Order order) {
        JsonNode total = total(order);
        return charge.amount() != null
                && charge.amount() == total.path("amount").asLong()
                && charge.currency().equals(total.path("currency").asText());
    }

    private static JsonNode total(Order order) {
        return order.data().path("total");
    }
}
