package stage5.kit.web.identity;

import io.quarkus.arc.Unremovable;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Verifies the tokens of an external issuer, if one is configured. Quarkus OIDC does not: user-service runs without it, it would
 * wait for the issuer at start, and it can't check {@code client_id} where a token has no audience, as those of Cognito.
 */
@ApplicationScoped
@Unremovable
public class ExternalTokens {

    private final Optional<String> issuer;
    private final boolean acceptsLocal;
    private final IssuerKeys keys;
    private final TokenRules rules;

    @Inject
    ExternalTokens(ExternalIssuerConfig config, VerifiedTokenConfig fetches, Vertx vertx) {
        this(config, keys(config, fetches, vertx), InstantSource.system());
    }

    ExternalTokens(ExternalIssuerConfig config, IssuerKeys keys, InstantSource clock) {
        this.issuer = config.issuer();
        this.acceptsLocal = config.issuer().isEmpty() || config.localAccounts();
        this.keys = keys;
        this.rules =
                config.issuer().map(name -> new TokenRules(name, config, clock)).orElse(null);
    }

    private static IssuerKeys keys(ExternalIssuerConfig config, VerifiedTokenConfig fetches, Vertx vertx) {
        return config.issuer()
                .map(name -> new IssuerDocuments(vertx, name, config.jwks(), config.timeout()))
                .map(documents -> new IssuerKeys(
                        documents::keySet,
                        new IssuerKeys.Limits(
                                config.keysFreshFor(),
                                config.keysUsableFor(),
                                fetches.keyRefetch(),
                                fetches.keyRetry()),
                        InstantSource.system()))
                .orElse(null);
    }

    /** Returns the external issuer; empty if user-service is the only one. */
    public Optional<String> issuer() {
        return issuer;
    }

    /** Returns whether the shop's own accounts can be used: sign-up, log-in and the tokens of user-service. */
    public boolean acceptsLocal() {
        return acceptsLocal;
    }

    /** Returns whether a token has to be verified here. All others are those of user-service. */
    public boolean verifies(String token) {
        return issuer.isPresent()
                && (!acceptsLocal || UnverifiedToken.issuer(token).equals(issuer));
    }

    /**
     * Completes with the caller of an access token, whose roles are those of the configuration and whose principal is a {@link
     * JsonWebToken} without session id. Fails with an {@link AuthenticationFailedException} if the token is not valid; its
     * cause is an {@link java.io.IOException} if the issuer's keys could not be fetched.
     */
    public Uni<SecurityIdentity> identity(String accessToken) {
        return verified(accessToken, rules::accessToken).map(claims -> identity(new DefaultJWTCallerPrincipal(claims)));
    }

    /** Completes with what an id token says about its customer. Fails as {@link #identity} does. */
    public Uni<ExternalProfile> idToken(String idToken) {
        return verified(idToken, rules::idToken);
    }

    private <T> Uni<T> verified(String token, Verification<T> verification) {
        return UnverifiedToken.keyId(token)
                .map(keyId -> keys.having(keyId).map(found -> verified(token, found, verification)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("The token names no key")));
    }

    private static <T> T verified(String token, List<JsonWebKey> keys, Verification<T> verification) {
        try {
            return verification.apply(token, keys);
        } catch (InvalidJwtException e) {
            // Without the cause: its message has the token, and is written into spans.
            throw new AuthenticationFailedException("The token is not valid");
        }
    }

    private static SecurityIdentity identity(JsonWebToken claims) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(claims)
                .addRoles(claims.getGroups())
                .build();
    }

    /** Returns what a token says; throws {@link InvalidJwtException} if it is not valid. */
    @FunctionalInterface
    private interface Verification<T> {
        T apply(String token, List<JsonWebKey> keys) throws InvalidJwtException;
    }
}
