package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.catalog.domain.Product;
import stage5.kit.web.money.Money;

/** The data of the events about a product: its complete state after the event. */
@RegisterForReflection
public record ProductData(String sku, String name, String category, String description, Money price, String status) {

    public static final String ADDED = "stage5.product.added.v1";
    public static final String CHANGED = "stage5.product.changed.v1";
    public static final String RETIRED = "stage5.product.retired.v1";

    static ProductData of(Product product) {
        return new ProductData(
                product.sku(),
                product.name(),
                product.category(),
                product.description(),
                product.price(),
                product.status().lowerCase());
    }

    /** Returns the event type of a change with this result. */
    static String typeOfChangeTo(Product product) {
        return product.forSale() ? CHANGED : RETIRED;
    }
}
