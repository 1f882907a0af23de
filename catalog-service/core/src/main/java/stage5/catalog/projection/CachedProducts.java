package stage5.catalog.projection;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import stage5.catalog.cache.CacheRegion;
import stage5.catalog.cache.LeasedCache;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductEntry;
import stage5.catalog.domain.ProductState;
import stage5.catalog.store.ProductStore;

/**
 * Reads products through the cache: one entry per product, so that an order invalidates only the entries of its lines.
 */
@ApplicationScoped
@RegisterForReflection(targets = {ProductEntry.class, Product.class})
public class CachedProducts {

    static final CacheRegion<ProductEntry> ENTRIES = new CacheRegion<>("product", 1, ProductEntry.class);

    private final LeasedCache cache;
    private final ProductStore products;

    CachedProducts(LeasedCache cache, ProductStore products) {
        this.cache = cache;
        this.products = products;
    }

    /** Completes with the entry of a product, for sale or retired; empty if no product ever had this SKU. */
    public Uni<Optional<ProductEntry>> entry(String sku) {
        return entries(List.of(sku)).map(found -> Optional.ofNullable(found.get(sku)));
    }

    /** Completes with the entries of products by SKU, without SKUs that never existed. */
    public Uni<Map<String, ProductEntry>> entries(Collection<String> skus) {
        return cache.get(ENTRIES, skus, missing -> products.findAll(missing).map(CachedProducts::entries));
    }

    private static Map<String, ProductEntry> entries(Map<String, ProductState> states) {
        return states.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, state -> state.getValue()
                .entry()));
    }
}
