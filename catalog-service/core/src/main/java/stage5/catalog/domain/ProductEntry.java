package stage5.catalog.domain;

/**
 * What readers are shown of a product.
 *
 * @param available how many units can be ordered now
 * @param stockVersion the version of the stock that {@code available} is from
 */
public record ProductEntry(Product product, long available, long stockVersion) {

    /** Returns the versions that the entry was made from. */
    public Versions versions() {
        return new Versions(product.version(), stockVersion);
    }
}
