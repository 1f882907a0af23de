package stage5.user.token;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import stage5.user.UserConfig;
import stage5.user.domain.Session;

/**
 * Issues and verifies access tokens: JWTs with the claims of <a href="https://www.rfc-editor.org/rfc/rfc9068">RFC
 * 9068</a>, signed with RS256. Every service verifies tokens with the public keys; only this one can sign. RS256,
 * because each service verifies each token, and verifying an RSA signature takes a tenth of the time of an EC
 * signature.
 */
@ApplicationScoped
public class AccessTokens {

    private final SigningKeys keys;
    private final Clock clock;
    private final UserConfig.Token config;

    AccessTokens(SigningKeys keys, Clock clock, UserConfig config) {
        this.keys = keys;
        this.clock = clock;
        this.config = config.token();
    }

    /** Returns a new token of the session, valid from now. */
    public String issue(Session session) {
        Instant now = clock.instant();
        return Jwt.issuer(config.issuer())
                .audience(config.audience())
                .subject(session.userId())
                .groups(session.roles())
                .claim("sid", session.id())
                .issuedAt(now)
                .expiresAt(now.plus(config.lifetime()))
                .jws()
                .keyId(keys.currentId())
                .algorithm(SignatureAlgorithm.RS256)
                .sign(keys.currentKey());
    }

    /** Returns the lifetime of a token. */
    public Duration lifetime() {
        return config.lifetime();
    }

    /**
     * Returns the verified token; throws {@link InvalidJwtException} if its signature or claims are invalid or it is
     * expired.
     */
    JsonWebToken verify(String token) throws InvalidJwtException {
        return new DefaultJWTCallerPrincipal(new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.all()))
                .setExpectedIssuer(config.issuer())
                .setExpectedAudience(config.audience())
                .setRequireSubject()
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build()
                .processToClaims(token));
    }
}
