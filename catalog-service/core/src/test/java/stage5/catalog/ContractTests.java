package stage5.catalog;

import java.util.Map;
import stage5.catalog.product.ProductData;
import stage5.catalog.product.StockData;
import stage5.catalog.reserving.ReservationEvents;
import stage5.kit.testing.events.EventContractTest;

class ContractTests extends EventContractTest {

    ContractTests() {
        super(
                "stage5.catalog",
                Map.of(
                        ProductData.ADDED,
                        ProductData.class,
                        ProductData.CHANGED,
                        ProductData.class,
                        ProductData.RETIRED,
                        ProductData.class,
                        StockData.CHANGED,
                        StockData.class,
                        "stage5.stock.reserved.v1",
                        ReservationEvents.DATA,
                        "stage5.stock.rejected.v1",
                        ReservationEvents.DATA,
                        "stage5.stock.released.v1",
                        ReservationEvents.DATA));
    }
}
