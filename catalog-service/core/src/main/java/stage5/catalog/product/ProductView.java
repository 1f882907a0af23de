package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductEntry;
import stage5.kit.web.money.Money;

/**
 * The JSON form of a product.
 *
 * @param available units that can be ordered now
 */
@RegisterForReflection
public record ProductView(
        String sku, String name, String category, String description, Money price, String status, long available) {

    static ProductView of(ProductEntry entry) {
        Product product = entry.product();
        return new ProductView(
                product.sku(),
                product.name(),
                product.category(),
                product.description(),
                product.price(),
                product.status().lowerCase(),
                entry.available());
    }
}
