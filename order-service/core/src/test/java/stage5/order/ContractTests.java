package stage5.order;

import java.util.Map;
import stage5.kit.testing.events.EventContractTest;
import stage5.order.store.OrderData;

class ContractTests extends EventContractTest {

    ContractTests() {
        super(
                "stage5.order",
                Map.of(
                        OrderData.PLACED, OrderData.class,
                        OrderData.CONFIRMED, OrderData.class,
                        OrderData.REJECTED, OrderData.class,
                        OrderData.CANCELLED, OrderData.class));
    }
}
