package stage5.user;

import java.util.Map;
import stage5.kit.testing.events.EventContractTest;
import stage5.user.account.UserData;

class ContractTests extends EventContractTest {

    ContractTests() {
        super(
                "stage5.user",
                Map.of(
                        UserData.REGISTERED, UserData.class,
                        UserData.CHANGED, UserData.class,
                        UserData.PASSWORD_CHANGED, UserData.class,
                        UserData.SIGN_UP_REFUSED, UserData.class));
    }
}
