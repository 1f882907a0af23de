package stage5.catalog.projection;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventStore;

/**
 * Invalidates cached entries and listings on this service's own events. An invalidation is idempotent and independent
 * of order, so consumed events are not recorded. If Redis does not answer, the event fails and is delivered again: a
 * Redis that was only unreachable still holds the stale entries.
 */
@ApplicationScoped
public class CacheInvalidationConsumer implements EventConsumer {

    static final String QUEUE = "catalog-views";

    private final CacheInvalidation invalidation;
    private final EventStore events;

    CacheInvalidationConsumer(CacheInvalidation invalidation, EventStore events) {
        this.invalidation = invalidation;
        this.events = events;
    }

    @Override
    public String queue() {
        return QUEUE;
    }

    @Override
    public Uni<Void> on(Event event) {
        return switch (event.type()) {
            case OfProduct.ADDED, OfProduct.CHANGED, OfProduct.RETIRED -> product(event);
            case OfProduct.COUNTED ->
                invalidation.entries(
                        List.of(EventCodec.data(event, OfProduct.class).sku()));
            case OfOrder.RESERVED, OfOrder.RELEASED ->
                invalidation.entries(EventCodec.data(event, OfOrder.class).lines().stream()
                        .map(OfProduct::sku)
                        .toList());
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> product(Event event) {
        OfProduct product = EventCodec.data(event, OfProduct.class);
        return invalidation
                .entries(List.of(product.sku()))
                .chain(() -> categories(event, product))
                .chain(invalidation::listings);
    }

    /** Completes with the category of the product, and its former category, which the preceding event has. */
    private Uni<Set<String>> categories(Event event, OfProduct product) {
        Set<String> categories = new HashSet<>(Set.of(product.category()));
        if (event.sequence() == 1) {
            return Uni.createFrom().item(categories);
        }
        return events.read(event.subject(), event.sequence() - 1).map(before -> {
            before.map(e -> EventCodec.data(e, OfProduct.class)).ifPresent(old -> categories.add(old.category()));
            return categories;
        });
    }

    /** The fields that this consumer reads of an event about one product. */
    @RegisterForReflection
    record OfProduct(String sku, String category) {

        static final String ADDED = "stage5.product.added.v1";
        static final String CHANGED = "stage5.product.changed.v1";
        static final String RETIRED = "stage5.product.retired.v1";
        static final String COUNTED = "stage5.stock.changed.v1";
    }

    /** The fields that this consumer reads of an event about an order's stock. */
    @RegisterForReflection
    record OfOrder(List<OfProduct> lines) {

        static final String RESERVED = "stage5.stock.reserved.v1";
        static final String RELEASED = "stage5.stock.released.v1";
    }
}
