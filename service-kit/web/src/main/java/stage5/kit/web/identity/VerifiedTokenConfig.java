package stage5.kit.web.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the verification of access tokens. */
@ConfigMapping(prefix = "stage5.verified-tokens")
public interface VerifiedTokenConfig {

    /** The most tokens that are kept, some 4 KB each; 0 verifies each token with each request. */
    @WithDefault("5000")
    int most();

    /**
     * The longest time that a token is kept; at most until it expires. A key that is withdrawn takes effect after it, and
     * after {@code quarkus.oidc.jwks.cache-time-to-live}.
     */
    @WithDefault("PT10M")
    Duration longest();

    /**
     * The shortest time from a fetch of the public keys to the next one that a token with an unknown key id causes. A new
     * key may be unknown for so long: user-service publishes a key before it signs with it.
     */
    @WithDefault("PT1M")
    Duration keyRefetch();

    /** The shortest time from a fetch that failed to the next. */
    @WithDefault("PT1S")
    Duration keyRetry();
}
