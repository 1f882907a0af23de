package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;

/** Checks the spans of orders and of a sign-up against the contracts of their flows. */
class FlowContractsIT {

    private static final int ORDERS = 20;
    private static final String FLOWS = "/flows?flow=order-confirmed&flow=payment-refused&flow=welcome-mail";

    private final ApiClient console = ShopUnderTest.console();

    @AfterEach
    void stopChecking() {
        console.delete("/flows");
    }

    @Test
    void shouldSatisfyTheContract_whenOrdersArePlaced() {
        console.put(FLOWS, Map.of()).expect(204);
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        for (int order = 0; order < ORDERS; order++) {
            String token = order % 4 == 0 ? "tok_refused" : "tok_ok";
            ada.awaitSettled(ada.place(ShopUnderTest.anySku(), token));
        }

        await("the spans of all flows have arrived").atMost(TestTimeouts.EFFECT).untilAsserted(() -> {
            JsonNode report = console.get("/flows?over=true").expect(200).json();
            assertThat(StreamSupport.stream(report.path("findings").spliterator(), false)
                            .map(JsonNode::toString))
                    .isEmpty();
            // At least: orders of tests that ended early may still be in progress.
            assertThat(report.at("/satisfied/order-confirmed").asInt()).isGreaterThanOrEqualTo(ORDERS * 3 / 4);
            assertThat(report.at("/satisfied/payment-refused").asInt()).isGreaterThanOrEqualTo(ORDERS / 4);
            assertThat(report.at("/satisfied/welcome-mail").asInt()).isPositive();
        });
    }
}
