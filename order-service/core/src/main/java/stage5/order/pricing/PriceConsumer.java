package stage5.order.pricing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.consume.EventConsumer;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/** Keeps the price list up to date with the catalogue. */
@ApplicationScoped
class PriceConsumer implements EventConsumer {

    private final PriceList prices;

    PriceConsumer(PriceList prices) {
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
                prices.learn(EventCodec.data(event, ProductData.class), event.sequence());
            default -> Uni.createFrom().voidItem();
        };
    }
}
