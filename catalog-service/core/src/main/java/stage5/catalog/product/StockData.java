package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.catalog.domain.Stock;

/** The data of the event that a stock was counted: its complete state after the event. */
@RegisterForReflection
public record StockData(String sku, long onHand, long reserved, long sold) {

    public static final String CHANGED = "stage5.stock.changed.v1";

    static StockData of(Stock stock) {
        return new StockData(stock.sku(), stock.onHand(), stock.reserved(), stock.sold());
    }
}
