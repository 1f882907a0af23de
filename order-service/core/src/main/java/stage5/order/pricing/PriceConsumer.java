package stage5.order.pricing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** Updates the price list from the product events of catalog-service. */
@ApplicationScoped
class PriceConsumer implements EventConsumer {

    private final ProductPriceList prices;

    PriceConsumer(ProductPriceList prices) {
        this.prices = prices;
    }

    @Override
    public String queue() {
        return "order-prices";
    }

    @Override
    public Uni<Void> on(Event event) {
        return switch (event.type()) {
            case ProductData.ADDED, ProductData.CHANGED, ProductData.RETIRED ->
                prices.update(EventCodec.data(event, ProductData.class), event.sequence());
            default -> Uni.createFrom().voidItem();
        };
    }
}
