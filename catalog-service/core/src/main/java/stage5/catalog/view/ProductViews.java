package stage5.catalog.view;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import stage5.catalog.cache.LeasedCache;
import stage5.catalog.cache.Region;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductEntry;
import stage5.catalog.domain.ProductState;
import stage5.catalog.store.ProductStore;

/** What readers are shown of products: one cache entry each, so that an order touches the entries of its lines only. */
@ApplicationScoped
@RegisterForReflection(targets = {ProductEntry.class, Product.class})
public class ProductViews {

    static final Region<ProductEntry> ENTRIES = new Region<>("product", 1, ProductEntry.class);

    private final LeasedCache cache;
    private final ProductStore products;

    ProductViews(LeasedCache cache, ProductStore products) {
        this.cache = cache;
        this.products = products;
    }

    /** Returns the entry of a product, retired ones too; empty if there never was one. */
    public Uni<Optional<ProductEntry>> entry(String sku) {
        return entries(List.of(sku)).map(found -> Optional.ofNullable(found.get(sku)));
    }

    /** Returns the entries of products, by sku, without those that never were. */
    public Uni<Map<String, ProductEntry>> entries(Collection<String> skus) {
        return cache.get(ENTRIES, skus, missing -> products.findAll(missing).map(ProductViews::entries));
    }

    private static Map<String, ProductEntry> entries(Map<String, ProductState> states) {
        return states.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, state -> state.getValue()
                .entry()));
    }
}
