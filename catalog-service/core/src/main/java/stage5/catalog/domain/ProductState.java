package stage5.catalog.domain;

/** A product and its stock, read together. */
public record ProductState(Product product, Stock stock) {

    /** Returns what readers are shown of it. */
    public ProductEntry entry() {
        return new ProductEntry(product, product.forSale() ? stock.onHand() : 0, stock.version());
    }
}
