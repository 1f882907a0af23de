package stage5.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The gateway in the lambda form, which cannot stream, behind an edge that rotates its secret, without a reserve of retries.
 * Tests of all three share it, so that Quarkus restarts once.
 */
public final class LambdaFormProfile implements QuarkusTestProfile {

    static final String CURRENT_SECRET = "the-present-secret";
    static final String PREVIOUS_SECRET = "the-secret-before";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "stage5.gateway.streams.patience",
                "20S",
                "stage5.retries.order.reserve",
                "0",
                "stage5.gateway.origin-secret.current",
                CURRENT_SECRET,
                "stage5.gateway.origin-secret.previous",
                PREVIOUS_SECRET);
    }
}
