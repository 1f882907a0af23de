package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.catalog.domain.Stock;

/** The JSON form of a product's stock, in units. */
@RegisterForReflection
public record StockView(String sku, long onHand, long reserved, long sold) {

    static StockView of(Stock stock) {
        return new StockView(stock.sku(), stock.onHand(), stock.reserved(), stock.sold());
    }
}
