package stage5.catalog.domain;

import java.util.Objects;

/**
 * A product with its availability, as readers see it and as it is cached.
 *
 * @param available units that can be ordered now
 * @param stockVersion the version of the stock that {@code available} was read from
 */
public record ProductEntry(Product product, long available, long stockVersion) {

    public ProductEntry {
        Objects.requireNonNull(product, "product is missing");
    }

    /** Returns the versions of the product and of its stock. */
    public Versions versions() {
        return new Versions(product.version(), stockVersion);
    }
}
