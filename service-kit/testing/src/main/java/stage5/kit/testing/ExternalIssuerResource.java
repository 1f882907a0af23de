package stage5.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts an {@link ExternalIssuer} and sets {@code stage5.testing.issuer} to its URL. A test decides whether it is trusted. */
public final class ExternalIssuerResource implements QuarkusTestResourceLifecycleManager {

    private static volatile ExternalIssuer issuer;

    /** Returns the issuer of the application that runs now. */
    public static ExternalIssuer issuer() {
        return issuer;
    }

    @Override
    public Map<String, String> start() {
        issuer = ExternalIssuer.start();
        return Map.of("stage5.testing.issuer", issuer.url());
    }

    @Override
    public void stop() {
        if (issuer != null) {
            issuer.close();
        }
    }
}
