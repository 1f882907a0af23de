package stage5.catalog.product;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import stage5.catalog.domain.Precondition;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.Stock;
import stage5.catalog.projection.CacheInvalidation;
import stage5.catalog.store.ProductItems;
import stage5.catalog.store.ProductStore;
import stage5.catalog.store.StockItems;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.web.problem.ProblemException;

/**
 * The commands of the shop's staff on products and stock. Each command writes state, search words and events in one
 * transaction, and then invalidates the cache. The events invalidate it too, but only after SNS and SQS have delivered
 * them; staff expect to read their own writes.
 */
@ApplicationScoped
public class ProductAdministration {

    /** The most retries, after concurrent changes, of a command that accepts any version. */
    private static final int RESTARTS = 10;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ProductStore products;
    private final ProductAdditions additions;
    private final EventFactory events;
    private final CacheInvalidation invalidation;

    ProductAdministration(
            ProductStore products, ProductAdditions additions, EventFactory events, CacheInvalidation invalidation) {
        this.products = products;
        this.additions = additions;
        this.events = events;
        this.invalidation = invalidation;
    }

    /** Completes with the added product; fails with a 409 problem if the SKU is taken, even by a retired product. */
    public Uni<ProductState> add(ProductState added) {
        Product product = added.product();
        return products.commit(additions.of(added))
                .onFailure(ConditionsFailed.class)
                .transform(taken ->
                        ProblemException.conflict("sku-taken", "There is a product " + product.sku() + " already."))
                .call(() -> invalidation.now(List.of(product.sku()), List.of(product.category())))
                .replaceWith(added);
    }

    /**
     * Completes with the product after the change. A change without effect writes nothing. Fails with a 404 problem if
     * no product ever had this SKU, and with a 412 problem if the precondition does not match its version.
     */
    public Uni<ProductState> change(String sku, Precondition precondition, ProductChange change) {
        return withPrecondition(precondition, sku, () -> existing(sku)
                .invoke(state -> require(precondition.matches(state.product()), sku))
                .chain(state -> write(state, state.product().after(change))));
    }

    /**
     * Completes with the product and its stock after the count; fails with a 404 problem if no such product is for
     * sale, and with a 412 problem if the precondition does not match the version of the stock.
     */
    public Uni<ProductState> count(String sku, Precondition precondition, long onHand) {
        return withPrecondition(precondition, sku, () -> existing(sku)
                .invoke(state -> {
                    if (!state.product().forSale()) {
                        throw notFound(sku);
                    }
                    require(precondition.matches(state.stock()), sku);
                })
                .chain(state -> write(state, onHand)));
    }

    private Uni<ProductState> write(ProductState before, Product after) {
        if (after.equals(before.product())) {
            return Uni.createFrom().item(before);
        }
        return products.commit(products.changing(before, after)
                        .append(events.first(
                                ProductData.typeOfChangeTo(after),
                                ProductItems.subject(after.sku()),
                                after.version(),
                                ProductData.of(after))))
                .call(() -> invalidation.now(
                        List.of(after.sku()), List.of(before.product().category(), after.category())))
                .replaceWith(new ProductState(after, before.stock()));
    }

    private Uni<ProductState> write(ProductState before, long onHand) {
        // Without a write, nothing would verify the sum of several buckets, which were not read at one instant.
        if (onHand == before.stock().onHand() && !before.stock().isSplit()) {
            return Uni.createFrom().item(before);
        }
        Stock after = before.stock().counted(onHand);
        return products.commit(products.counting(before.stock(), after)
                        .append(events.first(
                                StockData.CHANGED,
                                StockItems.subject(after.sku()),
                                after.sequence(),
                                StockData.of(after))))
                .call(() -> invalidation.now(List.of(after.sku()), List.of()))
                .replaceWith(new ProductState(before.product(), after));
    }

    private Uni<ProductState> existing(String sku) {
        return products.find(sku).map(found -> found.orElseThrow(() -> notFound(sku)));
    }

    /**
     * Runs a command that reads, then writes conditionally. If a concurrent change wins, a precondition on a version
     * fails with a 412 problem. A precondition that matches any version still holds, so the command is retried.
     */
    private static Uni<ProductState> withPrecondition(
            Precondition precondition, String sku, Supplier<Uni<ProductState>> command) {
        Uni<ProductState> attempt = Uni.createFrom().deferred(command::get);
        if (!precondition.isAny()) {
            return attempt.onFailure(ConditionsFailed.class).transform(concurrentChange -> stale(sku));
        }
        return attempt.onFailure(ConditionsFailed.class)
                .retry()
                .atMost(RESTARTS)
                .onFailure(ConditionsFailed.class)
                .transform(busy -> ProblemException.unavailable(
                        "The product " + sku + " changes too fast at the moment.", RETRY_AFTER));
    }

    private static void require(boolean admitted, String sku) {
        if (!admitted) {
            throw stale(sku);
        }
    }

    private static ProblemException stale(String sku) {
        return ProblemException.preconditionFailed(
                "The product " + sku + " has changed since: read it again and decide anew.");
    }

    private static ProblemException notFound(String sku) {
        return ProblemException.notFound("product " + sku);
    }
}
