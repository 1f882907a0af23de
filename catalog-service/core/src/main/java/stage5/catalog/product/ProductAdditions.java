package stage5.catalog.product;

import jakarta.enterprise.context.ApplicationScoped;
import stage5.catalog.domain.ProductState;
import stage5.catalog.store.ProductItems;
import stage5.catalog.store.ProductStore;
import stage5.catalog.store.StockItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.Change;

/** Prepares the changes that add products: their items and their events. */
@ApplicationScoped
class ProductAdditions {

    private final ProductStore products;
    private final EventFactory events;

    ProductAdditions(ProductStore products, EventFactory events) {
        this.products = products;
        this.events = events;
    }

    /** Returns the change that adds a product, as {@link ProductStore#adding} does, with its two events. */
    Change of(ProductState added) {
        Event event = events.first(
                ProductData.ADDED,
                ProductItems.subject(added.product().sku()),
                added.product().version(),
                ProductData.of(added.product()));
        return products.adding(added)
                .append(event)
                .append(events.because(
                        event,
                        StockData.CHANGED,
                        StockItems.subject(added.stock().sku()),
                        added.stock().sequence(),
                        StockData.of(added.stock())));
    }
}
