package stage5.kit.web.identity;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Authenticates requests by access tokens: those of user-service as Quarkus OIDC does, those of an external issuer by {@link
 * ExternalTokens}. Each token is verified once: {@link VerifiedTokens} keeps its claims until it expires. Quarkus' own token
 * cache keeps introspections by a server only. A log-out has the same effect as without the cache: an access token is valid
 * until it expires.
 */
@ApplicationScoped
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "true", enableIfMissing = true)
public class VerifiedTokenMechanism implements HttpAuthenticationMechanism {

    /** Before OIDC's own mechanism, which this one calls. */
    private static final int PRIORITY = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 100;

    /** The identity that {@link #known} has found. */
    private static final String VERIFIED = VerifiedTokenMechanism.class.getName();

    private final HttpAuthenticationMechanism oidc;
    private final VerifiedTokens<SecurityIdentity> verified;
    private final SigningKeyGuard keys;
    private final ExternalTokens external;

    @Inject
    VerifiedTokenMechanism(
            OidcAuthenticationMechanism oidc,
            VerifiedTokenConfig config,
            SigningKeyGuard keys,
            ExternalTokens external) {
        this.oidc = oidc;
        this.verified = new VerifiedTokens<>(config.most(), config.longest(), InstantSource.system());
        this.keys = keys;
        this.external = external;
    }

    /**
     * Returns the identity of the request's token, if it needs no further verification; empty otherwise. It is what the request's
     * authentication returns, which then needs no other look-up.
     */
    public Optional<SecurityIdentity> known(RoutingContext request) {
        Optional<String> token = BearerToken.of(request.request().getHeader(HttpHeaders.AUTHORIZATION));
        Optional<SecurityIdentity> known = token.flatMap(verified::find);
        known.ifPresent(identity -> {
            request.put(VERIFIED, identity);
            setUsualForm(request, token.get());
        });
        return known;
    }

    /** Completes with the caller's identity; with null without a token. Fails if the token is invalid or expired. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        Optional<String> token = BearerToken.of(request.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty()) {
            return oidc.authenticate(request, identities);
        }
        setUsualForm(request, token.get());
        Optional<SecurityIdentity> known =
                Optional.<SecurityIdentity>ofNullable(request.get(VERIFIED)).or(() -> verified.find(token.get()));
        return known.isPresent()
                ? Uni.createFrom().item(known.get())
                : verify(token.get(), request, identities)
                        .invoke(identity -> keep(token.get(), identity))
                        .onFailure(VerifiedTokenMechanism::hasToken)
                        .transform(e -> new AuthenticationFailedException("The access token is not valid"));
    }

    /** OIDC, and the services behind a gateway, get the usual form: one space, as in RFC 6750, 2.1. */
    private static void setUsualForm(RoutingContext request, String token) {
        request.request().headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }

    private Uni<SecurityIdentity> verify(String token, RoutingContext request, IdentityProviderManager identities) {
        return external.verifies(token)
                ? external.identity(token)
                : keys.verify(token, () -> oidc.authenticate(request, identities));
    }

    /** The message of this exception has the token, and is written into spans. */
    private static boolean hasToken(Throwable failure) {
        return failure instanceof InvalidJwtException || (failure.getCause() != null && hasToken(failure.getCause()));
    }

    private void keep(String token, SecurityIdentity identity) {
        if (identity != null && identity.getPrincipal() instanceof JsonWebToken claims) {
            verified.keep(token, Instant.ofEpochSecond(claims.getExpirationTime()), withoutRequest(identity));
        }
    }

    /** Returns the identity without its attributes: OIDC adds the request, which must not be kept in memory. */
    private static SecurityIdentity withoutRequest(SecurityIdentity identity) {
        QuarkusSecurityIdentity.Builder copy = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles());
        identity.getCredentials().forEach(copy::addCredential);
        return copy.build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return oidc.getChallenge(request);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return oidc.getCredentialTransport(request);
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}
