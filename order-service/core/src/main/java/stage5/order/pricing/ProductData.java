package stage5.order.pricing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;
import stage5.kit.web.money.Money;

/** The fields of catalog-service's product events that the price list reads. */
@RegisterForReflection
record ProductData(String sku, String name, Money price, String status) {

    static final String ADDED = "stage5.product.added.v1";
    static final String CHANGED = "stage5.product.changed.v1";
    static final String RETIRED = "stage5.product.retired.v1";

    ProductData {
        Objects.requireNonNull(sku, "sku is missing");
        Objects.requireNonNull(name, "name is missing");
        Objects.requireNonNull(price, "price is missing");
        Objects.requireNonNull(status, "status is missing");
    }
}
