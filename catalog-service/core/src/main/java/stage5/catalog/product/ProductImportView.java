package stage5.catalog.product;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;
import stage5.catalog.domain.ProductState;

/**
 * The JSON form of the result of an import.
 *
 * @param added how many products are new
 * @param existing how many SKUs were taken; their products stay unchanged
 * @param items one for each product, in the order of the request
 */
@RegisterForReflection
public record ProductImportView(int added, int existing, List<Item> items) {

    /** @param added the SKUs of the added products */
    static ProductImportView of(List<ProductState> imported, Set<String> added) {
        return new ProductImportView(
                added.size(),
                imported.size() - added.size(),
                imported.stream()
                        .map(state -> state.product().sku())
                        .map(sku -> new Item(sku, added.contains(sku) ? "added" : "existing"))
                        .toList());
    }

    /** The outcome for one product: {@code added} or {@code existing}. */
    @RegisterForReflection
    public record Item(String sku, String outcome) {}
}
