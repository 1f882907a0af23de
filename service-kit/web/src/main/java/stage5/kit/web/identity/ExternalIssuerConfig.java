package stage5.kit.web.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the external issuer of access tokens, an OpenID provider such as an Amazon Cognito user pool. All services need
 * the same ones. The defaults are those for Cognito.
 */
@ConfigMapping(prefix = "stage5.auth")
public interface ExternalIssuerConfig {

    /**
     * The issuer ({@code iss}) of the tokens: {@code https://cognito-idp.REGION.amazonaws.com/POOL} for Cognito. If it is not
     * set, user-service is the only issuer, and all other settings have no effect.
     */
    Optional<String> issuer();

    /** The address of the public keys. By default {@code jwks_uri} of the issuer's {@code /.well-known/openid-configuration}. */
    Optional<URI> jwks();

    /**
     * The audiences of which a token has to have one: in {@code aud}, or in {@code client_id} if it has no {@code aud}. For
     * Cognito the id of each app client. Required with an issuer.
     */
    Optional<Set<String>> audience();

    /**
     * The value that {@code token_use} of an access token has to have. With an empty value the claim is not checked, for
     * issuers whose tokens don't have it.
     */
    @WithDefault("access")
    Optional<String> tokenUse();

    /** The claim whose values are mapped to roles: a text, or a list of them. */
    @WithDefault("cognito:groups")
    String rolesClaim();

    /** The roles that values of the claim stand for, such as {@code shop-admins=admin}. Other values are ignored. */
    Optional<List<RoleMapping>> roles();

    /** The roles of each caller with a token of the issuer. */
    @WithDefault("customer")
    Set<String> defaultRoles();

    /** The signature algorithms that are accepted (RFC 7518, 3.1). They have to be asymmetric. */
    @WithDefault("RS256")
    Set<String> algorithms();

    /** How far the issuer's clock may differ from this one, in whole seconds. */
    @WithDefault("PT30S")
    Duration clockSkew();

    /**
     * Whether the shop's own accounts can still be used, so that both issuers' tokens are accepted. Without an external
     * issuer they can always be used.
     */
    @WithDefault("false")
    boolean localAccounts();

    /** The age of the public keys after which they are fetched again, in the background. */
    @WithDefault("PT1H")
    Duration keysFreshFor();

    /** The age of the public keys until which they are used if they can't be fetched again. */
    @WithDefault("PT12H")
    Duration keysUsableFor();

    /** Time-out of connecting to the issuer, and of each request to it. */
    @WithDefault("PT2S")
    Duration timeout();
}
