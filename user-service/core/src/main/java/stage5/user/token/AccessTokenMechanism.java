package stage5.user.token;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;
import stage5.kit.web.identity.BearerToken;
import stage5.kit.web.identity.ExternalTokens;
import stage5.kit.web.identity.VerifiedTokenConfig;
import stage5.kit.web.identity.VerifiedTokens;

/**
 * Authenticates requests by access tokens, with this service's own signing keys, or with those of an external issuer. Other
 * services fetch the keys over HTTP. This one would have to call itself; in the lambda form that fails, because an environment
 * handles one request at a time. A token is verified once: {@link VerifiedTokens} keeps its claims.
 */
@ApplicationScoped
public class AccessTokenMechanism implements HttpAuthenticationMechanism {

    private final AccessTokens tokens;
    private final ExternalTokens external;
    private final VerifiedTokens<SecurityIdentity> verified;

    AccessTokenMechanism(AccessTokens tokens, ExternalTokens external, Clock clock, VerifiedTokenConfig config) {
        this.tokens = tokens;
        this.external = external;
        this.verified = new VerifiedTokens<>(config.most(), config.longest(), clock);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        Optional<String> token = BearerToken.of(request.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        Optional<SecurityIdentity> known = verified.find(token.get());
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        return verify(token.get()).invoke(identity -> keep(token.get(), identity));
    }

    private Uni<SecurityIdentity> verify(String token) {
        if (external.verifies(token)) {
            return external.identity(token);
        }
        try {
            return Uni.createFrom().item(identity(tokens.verify(token)));
        } catch (InvalidJwtException e) {
            // Without the cause: its message has the token, and is written into spans.
            return Uni.createFrom().failure(new AuthenticationFailedException("The access token is not valid"));
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    /** Returns none: a verified token has all claims, so no identity provider is needed. */
    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    private void keep(String token, SecurityIdentity identity) {
        if (identity.getPrincipal() instanceof JsonWebToken claims) {
            verified.keep(token, Instant.ofEpochSecond(claims.getExpirationTime()), identity);
        }
    }

    private static SecurityIdentity identity(JsonWebToken token) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(token)
                .addRoles(token.getGroups())
                .build();
    }
}
