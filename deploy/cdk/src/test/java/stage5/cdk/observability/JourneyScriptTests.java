package stage5.cdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.cdk.NodeScript;

/** Runs the canary's script as Synthetics does, against a stub of the shop that responds as the contracts state. */
class JourneyScriptTests {

    @TempDir
    Path folder;

    @Test
    void shouldPass_whenTheOrderIsConfirmed() throws Exception {
        assertThat(journey("confirmed"))
                .containsExactly(
                        "step sign up",
                        "step log in",
                        "step look",
                        "step order",
                        "step confirmation",
                        "POST /api/users 201",
                        "POST /api/sessions 201",
                        "GET /api/products/CANARY-0001 200",
                        "POST /api/orders 202",
                        "GET /api/orders/order 200",
                        "GET /api/orders/order 200",
                        "passed");
    }

    @Test
    void shouldFailWithTheReason_whenTheOrderIsRejected() throws Exception {
        assertThat(journey("rejected")).last().isEqualTo("failed: Order order was rejected: payment-refused");
    }

    private List<String> journey(String outcome) throws Exception {
        Path script = Files.writeString(folder.resolve("index.js"), JourneyScript.read());
        return NodeScript.run(
                getClass().getResource("run-journey.js"),
                Map.of("SHOP", "https://shop.example", "SKU", "CANARY-0001", "PAYMENT_TOKEN", "tok_canary"),
                script.toString(),
                outcome);
    }
}
