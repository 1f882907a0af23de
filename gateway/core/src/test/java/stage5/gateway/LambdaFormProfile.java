package stage5.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import stage5.kit.testing.ExternalIssuer;

/**
 * The gateway in the lambda form, which cannot stream, behind API Gateway and an edge that rotates its secret, without a
 * reserve of retries, and with an external issuer beside the shop's own accounts. Tests of all of them share it, so that
 * Quarkus restarts once.
 */
public final class LambdaFormProfile implements QuarkusTestProfile {

    static final String CURRENT_SECRET = "the-present-secret";
    static final String ADMINS = "shop-admins";
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
                Map.entry("stage5.auth.issuer", "${stage5.testing.issuer}"),
                Map.entry("stage5.auth.audience", "https://shop.example," + ExternalIssuer.CLIENT),
                Map.entry("stage5.auth.roles", ADMINS + "=admin"),
                // Longer than a test takes on a busy machine.
                Map.entry("stage5.auth.clock-skew", "PT5M"),
                Map.entry("stage5.auth.timeout", "PT20S"),
                Map.entry("stage5.auth.local-accounts", "true"),
                // IssuerKeysTests has these limits; without them a test sees new keys at once.
                Map.entry("stage5.verified-tokens.key-refetch", "PT0S"),
                Map.entry("stage5.verified-tokens.key-retry", "PT0S"),
                Map.entry("quarkus.http.cors.enabled", "true"),
                Map.entry("quarkus.http.cors.origins", SHOP));
    }
}
