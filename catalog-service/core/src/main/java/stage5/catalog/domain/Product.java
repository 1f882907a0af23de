package stage5.catalog.domain;

import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import stage5.kit.web.money.Money;

/**
 * A product after its last change.
 *
 * @param version the number of its events, which equals the sequence of the last one
 */
public record Product(
        String sku, String name, String category, String description, Money price, ProductStatus status, long version) {

    public Product {
        Objects.requireNonNull(sku, "sku is missing");
        Objects.requireNonNull(name, "name is missing");
        Objects.requireNonNull(category, "category is missing");
        Objects.requireNonNull(description, "description is missing");
        Objects.requireNonNull(price, "price is missing");
        Objects.requireNonNull(status, "status is missing");
        if (version < 1) {
            throw new IllegalArgumentException("version must be 1 or more, not " + version);
        }
    }

    /** Returns a new product, version 1. */
    public static Product added(String sku, String name, String category, String description, Money price) {
        return new Product(sku, name, category, description, price, ProductStatus.ACTIVE, 1);
    }

    /** Returns whether the product can be found and ordered, that is, is not retired. */
    public boolean forSale() {
        return status == ProductStatus.ACTIVE;
    }

    /** Returns the product after the change, with the next version; or this object if the change has no effect. */
    public Product after(ProductChange change) {
        Product same = new Product(
                sku,
                change.name().orElse(name),
                change.category().orElse(category),
                change.description().orElse(description),
                change.price().orElse(price),
                change.status().orElse(status),
                version);
        return same.equals(this)
                ? this
                : new Product(sku, same.name, same.category, same.description, same.price, same.status, version + 1);
    }

    /** Returns the words by which a search finds the product; none if it is retired. */
    public SortedSet<String> words() {
        SortedSet<String> words = new TreeSet<>();
        if (forSale()) {
            Words.of(name).stream().filter(Words::isSearchable).forEach(words::add);
        }
        return words;
    }
}
