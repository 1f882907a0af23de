package stage5.catalog.product;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import stage5.catalog.domain.Precondition;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.Stock;
import stage5.catalog.store.ProductItems;
import stage5.catalog.store.ProductStore;
import stage5.catalog.store.StockItems;
import stage5.catalog.view.Invalidation;
import stage5.kit.event.Event;
import stage5.kit.event.EventFactory;
import stage5.kit.problem.ProblemException;
import stage5.kit.store.ConditionsFailed;

/**
 * What the shop's staff do to products and stock. Each command writes state, search words and events in one
 * transaction, and then drops what the cache has of it: the events do that too, but only after a trip through SNS and
 * SQS, and whoever has just changed a product wants to see the change on its page, not believe that it got lost.
 */
@ApplicationScoped
public class ProductAdministration {

    /** How often a command that accepts any version starts again because of somebody else's change. */
    private static final int RESTARTS = 10;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ProductStore products;
    private final EventFactory events;
    private final Invalidation invalidation;

    ProductAdministration(ProductStore products, EventFactory events, Invalidation invalidation) {
        this.products = products;
        this.events = events;
        this.invalidation = invalidation;
    }

    /** Returns the added product; fails with a 409 problem where the sku is taken, if only by a retired product. */
    public Uni<ProductState> add(Product product, long onHand) {
        ProductState added = new ProductState(product, Stock.first(product.sku(), onHand));
        Event event = events.first(
                ProductData.ADDED, ProductItems.subject(product.sku()), product.version(), ProductData.of(product));
        return products.adding(added)
                .append(event)
                .append(events.because(
                        event,
                        StockData.CHANGED,
                        StockItems.subject(product.sku()),
                        added.stock().sequence(),
                        StockData.of(added.stock())))
                .commit()
                .onFailure(ConditionsFailed.class)
                .transform(taken ->
                        ProblemException.conflict("sku-taken", "There is a product " + product.sku() + " already."))
                .call(() -> invalidation.now(product.sku(), Set.of(product.category())))
                .replaceWith(added);
    }

    /**
     * Returns the product after the change, which is written only where it makes a difference; fails with a 404 problem
     * where there never was such a product, and with a 412 where the precondition does not admit its version.
     */
    public Uni<ProductState> change(String sku, Precondition precondition, ProductChange change) {
        return unlessStale(precondition, sku, () -> existing(sku)
                .invoke(state -> require(precondition.admits(state.product()), sku))
                .chain(state -> write(state, state.product().after(change))));
    }

    /**
     * Returns the product with its stock after a count; fails with a 404 problem where no such product is for sale, and
     * with a 412 where the precondition does not admit the version of the stock.
     */
    public Uni<ProductState> count(String sku, Precondition precondition, long onHand) {
        return unlessStale(precondition, sku, () -> existing(sku)
                .invoke(state -> {
                    if (!state.product().forSale()) {
                        throw notFound(sku);
                    }
                    require(precondition.admits(state.stock()), sku);
                })
                .chain(state -> write(state, onHand)));
    }

    private Uni<ProductState> write(ProductState before, Product after) {
        if (after.equals(before.product())) {
            return Uni.createFrom().item(before);
        }
        return products.changing(before.product(), after)
                .append(events.first(
                        ProductData.typeOfChangeTo(after),
                        ProductItems.subject(after.sku()),
                        after.version(),
                        ProductData.of(after)))
                .commit()
                .call(() -> invalidation.now(
                        after.sku(), Set.copyOf(List.of(before.product().category(), after.category()))))
                .replaceWith(new ProductState(after, before.stock()));
    }

    private Uni<ProductState> write(ProductState before, long onHand) {
        if (onHand == before.stock().onHand()) {
            return Uni.createFrom().item(before);
        }
        Stock after = before.stock().counted(onHand);
        return products.counting(before.stock(), after)
                .append(events.first(
                        StockData.CHANGED, StockItems.subject(after.sku()), after.sequence(), StockData.of(after)))
                .commit()
                .call(() -> invalidation.now(after.sku(), Set.of()))
                .replaceWith(new ProductState(before.product(), after));
    }

    private Uni<ProductState> existing(String sku) {
        return products.find(sku).map(found -> found.orElseThrow(() -> notFound(sku)));
    }

    /**
     * Runs a command that builds on what it has read. Where somebody else was faster, the precondition that named what
     * was read has failed; one that admits anything has not, so that the command starts again.
     */
    private static Uni<ProductState> unlessStale(
            Precondition precondition, String sku, Supplier<Uni<ProductState>> command) {
        Uni<ProductState> attempt = Uni.createFrom().deferred(command::get);
        if (!precondition.isAny()) {
            return attempt.onFailure(ConditionsFailed.class).transform(faster -> stale(sku));
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
