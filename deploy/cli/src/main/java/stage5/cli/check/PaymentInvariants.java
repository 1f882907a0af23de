package stage5.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.Snapshot.Charge;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.Saga;

/** A confirmed order is charged once, and every other charge is voided: paid implies confirmed or voided. */
final class PaymentInvariants {

    private PaymentInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        Map<String, List<Charge>> charges = new HashMap<>();
        snapshot.charges().stream().filter(Charge::isCharged).forEach(charge -> charges.computeIfAbsent(
                        charge.reference(), id -> new ArrayList<>())
                .add(charge));
        int count = charges.values().stream().mapToInt(List::size).sum();
        List<String> violations = new ArrayList<>();
        int refunds = 0;
        for (Order order : snapshot.orders()) {
            List<Charge> charged = charges.getOrDefault(order.id(), List.of());
            charges.remove(order.id());
            if (isBeingRefunded(order, snapshot)) {
                refunds++;
            } else if (!isChargedCorrectly(order, charged)) {
                violations.add("%s is %s, its total is %s, its charges are %s"
                        .formatted(order.id(), order.status(), total(order), charged));
            }
        }
        charges.forEach(
                (id, charged) -> violations.add("%s was never placed, its charges are %s".formatted(id, charged)));
        return List.of(InvariantResult.of(
                "each confirmed order is charged once, every other charge is voided",
                "%,d charges, %,d refunds in progress".formatted(count, refunds),
                violations));
    }

    /** A rejected or cancelled order may be charged until its saga has voided the charge. */
    private static boolean isBeingRefunded(Order order, Snapshot snapshot) {
        Saga saga = snapshot.sagas().get(order.id());
        return saga != null && saga.isRefund() && !order.isConfirmed() && !order.isOpen();
    }

    /** An open order may have been charged once already. */
    private static boolean isChargedCorrectly(Order order, List<Charge> charged) {
        boolean chargedOnce = charged.size() == 1 && isTotalOf(charged.getFirst(), order);
        return switch (order.status()) {
            case "confirmed" -> isFree(order) ? charged.isEmpty() : chargedOnce;
            case "placed" -> charged.isEmpty() || chargedOnce;
            default -> charged.isEmpty();
        };
    }

    /** An order that costs nothing is confirmed without a charge. */
    private static boolean isFree(Order order) {
        return total(order).path("amount").asLong() == 0;
    }

    private static boolean isTotalOf(Charge charge, Order order) {
        JsonNode total = total(order);
        return charge.amount() != null
                && charge.amount() == total.path("amount").asLong()
                && charge.currency().equals(total.path("currency").asText());
    }

    private static JsonNode total(Order order) {
        return order.data().path("total");
    }
}
