package stage5.catalog.reserving;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.Shortage;
import stage5.catalog.store.ProductStore;

/** Determines why stock could not be reserved. */
@ApplicationScoped
class ShortageCheck {

    private final ProductStore products;

    ShortageCheck(ProductStore products) {
        this.products = products;
    }

    /** Completes with the current shortages of the lines; none if stock has come in since the reservation failed. */
    Uni<Rejection> of(List<ReservationLine> lines) {
        return products.findAll(lines.stream().map(ReservationLine::sku).toList())
                .map(found -> rejection(lines, found));
    }

    private static Rejection rejection(List<ReservationLine> lines, Map<String, ProductState> found) {
        String reason = ReservationData.OUT_OF_STOCK;
        List<Shortage> shortages = new ArrayList<>();
        for (ReservationLine line : lines) {
            ProductState state = found.get(line.sku());
            long available = state == null ? 0 : state.entry().available();
            if (state == null || !state.product().forSale()) {
                reason = ReservationData.UNKNOWN_PRODUCT;
            }
            if (available < line.quantity()) {
                shortages.add(new Shortage(line.sku(), line.quantity(), available));
            }
        }
        return new Rejection(reason, shortages);
    }

    /** The reason and the shortages of a rejected reservation. Without shortages there is no reason to reject. */
    record Rejection(String reason, List<Shortage> shortages) {}
}
