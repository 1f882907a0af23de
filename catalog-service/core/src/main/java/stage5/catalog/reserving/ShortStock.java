package stage5.catalog.reserving;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stage5.catalog.domain.Line;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.Shortage;
import stage5.catalog.store.ProductStore;

/** Finds out why stock could not be reserved. */
@ApplicationScoped
class ShortStock {

    private final ProductStore products;

    ShortStock(ProductStore products) {
        this.products = products;
    }

    /** Returns what lacks of the lines now, which is nothing if stock has come in since they could not be reserved. */
    Uni<Refusal> of(List<Line> lines) {
        return products.findAll(lines.stream().map(Line::sku).toList()).map(found -> refusal(lines, found));
    }

    private static Refusal refusal(List<Line> lines, Map<String, ProductState> found) {
        String reason = ReservationData.OUT_OF_STOCK;
        List<Shortage> shortages = new ArrayList<>();
        for (Line line : lines) {
            ProductState state = found.get(line.sku());
            long available = state == null ? 0 : state.entry().available();
            if (state == null || !state.product().forSale()) {
                reason = ReservationData.UNKNOWN_PRODUCT;
            }
            if (available < line.quantity()) {
                shortages.add(new Shortage(line.sku(), line.quantity(), available));
            }
        }
        return new Refusal(reason, shortages);
    }

    /** Why an order gets no stock; without shortages it is none. */
    record Refusal(String reason, List<Shortage> shortages) {}
}
