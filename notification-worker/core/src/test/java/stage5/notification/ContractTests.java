package stage5.notification;

import java.util.Map;
import stage5.kit.testing.events.EventContractTest;
import stage5.notification.event.NotificationData;

class ContractTests extends EventContractTest {

    ContractTests() {
        super(
                "stage5.notification",
                Map.of(
                        NotificationData.SENT, NotificationData.class,
                        NotificationData.FAILED, NotificationData.class,
                        NotificationData.SENT_2, NotificationData.class,
                        NotificationData.FAILED_2, NotificationData.class));
    }
}
