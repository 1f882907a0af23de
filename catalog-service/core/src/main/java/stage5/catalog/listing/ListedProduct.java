package stage5.catalog.listing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductEntry;
import stage5.kit.web.money.Money;

/**
 * A product in a listing.
 *
 * @param available units that can be ordered now
 */
@RegisterForReflection
public record ListedProduct(String sku, String name, String category, Money price, long available) {

    static ListedProduct of(ProductEntry entry) {
        Product product = entry.product();
        return new ListedProduct(product.sku(), product.name(), product.category(), product.price(), entry.available());
    }
}
