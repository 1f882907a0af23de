package stage5.catalog.domain;

import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import stage5.kit.money.Money;

/**
 * A product as it stands after its last change.
 *
 * @param version how many events it has had, which is the sequence of the last one
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

    /** Returns a product that has just been added. */
    public static Product added(String sku, String name, String category, String description, Money price) {
        return new Product(sku, name, category, description, price, ProductStatus.ACTIVE, 1);
    }

    /** Returns whether the product can be found and ordered. */
    public boolean forSale() {
        return status == ProductStatus.ACTIVE;
    }

    /** Returns the product after the change, one version on; or this very product if the change changes nothing. */
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

    /** Returns the words under which the product is found: none once it is retired. */
    public SortedSet<String> words() {
        SortedSet<String> words = new TreeSet<>();
        if (forSale()) {
            Words.of(name).stream().filter(Words::isSearchable).forEach(words::add);
        }
        return words;
    }
}
