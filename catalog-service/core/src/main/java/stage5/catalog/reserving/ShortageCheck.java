package stage5.catalog.reserving;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.Shortage;
import stage5.catalog.store.ProductStore;

/** Determines which orders of a batch are to be rejected, and why, after their stock could not be reserved. */
@ApplicationScoped
class ShortageCheck {

    private final ProductStore products;

    ShortageCheck(ProductStore products) {
        this.products = products;
    }

    /**
     * Completes with the steps, of which those that reserve more of the suspect products than is left are rejected.
     * What is left is the stock of now, minus what the steps before reserve.
     */
    Uni<List<ReservationStep>> decide(List<ReservationStep> steps, Set<String> suspects) {
        List<String> skus = steps.stream()
                .filter(step -> step.reserves() && step.hasProductOf(suspects))
                .flatMap(step -> step.lines().stream())
                .map(ReservationLine::sku)
                .toList();
        return skus.isEmpty()
                ? Uni.createFrom().item(steps)
                : products.findAll(skus).map(found -> decided(steps, suspects, found));
    }

    private static List<ReservationStep> decided(
            List<ReservationStep> steps, Set<String> suspects, Map<String, ProductState> found) {
        Map<String, Long> left = new HashMap<>();
        found.forEach((sku, state) -> left.put(sku, state.entry().available()));
        List<ReservationStep> decided = new ArrayList<>();
        for (ReservationStep step : steps) {
            if (!step.reserves() || !step.hasProductOf(suspects)) {
                decided.add(step);
                continue;
            }
            List<Shortage> shortages = shortages(step, left);
            if (shortages.isEmpty()) {
                step.lines().forEach(line -> left.merge(line.sku(), -line.quantity(), Long::sum));
                decided.add(step);
            } else {
                decided.add(step.rejected(new Rejection(reason(step, found), shortages)));
            }
        }
        return decided;
    }

    private static List<Shortage> shortages(ReservationStep step, Map<String, Long> left) {
        return step.lines().stream()
                .filter(line -> left.getOrDefault(line.sku(), 0L) < line.quantity())
                .map(line -> new Shortage(line.sku(), line.quantity(), left.getOrDefault(line.sku(), 0L)))
                .toList();
    }

    private static String reason(ReservationStep step, Map<String, ProductState> found) {
        boolean known = step.lines().stream()
                .map(line -> found.get(line.sku()))
                .allMatch(state -> state != null && state.product().forSale());
        return known ? ReservationData.OUT_OF_STOCK : ReservationData.UNKNOWN_PRODUCT;
    }

    /** The reason and the shortages of a rejected reservation; at least one. */
    record Rejection(String reason, List<Shortage> shortages) {}
}
