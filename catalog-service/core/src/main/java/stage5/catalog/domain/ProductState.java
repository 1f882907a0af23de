package stage5.catalog.domain;

/** A product and its stock, read together. */
public record ProductState(Product product, Stock stock) {

    /** Returns a new product with its stock. */
    public static ProductState added(Product product, long onHand) {
        return new ProductState(product, Stock.first(product.sku(), onHand));
    }

    /** Returns the entry for readers; a retired product has no units available. */
    public ProductEntry entry() {
        return new ProductEntry(product, product.forSale() ? stock.onHand() : 0, stock.version());
    }
}
