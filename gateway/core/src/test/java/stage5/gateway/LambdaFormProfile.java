package stage5.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The gateway in the lambda form, which cannot stream, behind API Gateway and an edge that rotates its secret, without a reserve
 * of retries. Tests of all of them share it, so that Quarkus restarts once.
 */
public final class LambdaFormProfile implements QuarkusTestProfile {

    static final String CURRENT_SECRET = "the-present-secret";
    static final String SHOP = "https://shop.example";
    static final String PREVIOUS_SECRET = "the-secret-before";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("stage5.gateway.streams.patience", "20S"),
                Map.entry("stage5.gateway.streams.per-caller", "2"),
                Map.entry("stage5.gateway.streams.waiting", "2"),
                Map.entry("stage5.gateway.upstreams.order.streams", "10"),
                Map.entry("stage5.gateway.trusted-proxies", "1"),
                Map.entry("stage5.accept-time-budget", "false"),
                Map.entry("stage5.retries.order.reserve", "0"),
                Map.entry("stage5.gateway.tracing.rates.sales", "0"),
                Map.entry("stage5.gateway.tracing.rates.users", "0.01"),
                Map.entry("stage5.gateway.origin-secret.current", CURRENT_SECRET),
                Map.entry("stage5.gateway.origin-secret.previous", PREVIOUS_SECRET),
                Map.entry("quarkus.http.cors.enabled", "true"),
                Map.entry("quarkus.http.cors.origins", SHOP));
    }
}
