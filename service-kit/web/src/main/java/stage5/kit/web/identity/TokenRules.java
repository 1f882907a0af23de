package stage5.kit.web.identity;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/**
 * What a token of an external issuer has to be, and the claims in the shop's form: the subject, and the roles as {@code groups}.
 * The rules are those of <a
 * href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html">Cognito</a>
 * and <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725</a>.
 */
final class TokenRules {

    /** Those of RFC 7518, 3.1, but {@code none} and the HMACs, whose key would be the public one. */
    private static final Set<String> ASYMMETRIC = Set.of(
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

    private final String issuer;
    private final ExternalIssuerConfig config;
    private final Set<String> audience;
    private final List<RoleMapping> roles;
    private final InstantSource clock;

    /** Throws {@link IllegalArgumentException} if the configuration has no audience, or an algorithm that proves nothing. */
    TokenRules(String issuer, ExternalIssuerConfig config, InstantSource clock) {
        this.issuer = issuer;
        this.config = config;
        this.audience = config.audience()
                .orElseThrow(
                        () -> new IllegalArgumentException("Set stage5.auth.audience, for Cognito to the client id"));
        this.roles = config.roles().orElse(List.of());
        this.clock = clock;
        if (!ASYMMETRIC.containsAll(config.algorithms())) {
            throw new IllegalArgumentException("stage5.auth.algorithms has to be of " + ASYMMETRIC);
        }
    }

    /** Returns the claims of an access token; throws {@link InvalidJwtException} if it is not valid. */
    JwtClaims accessToken(String token, List<JsonWebKey> keys) throws InvalidJwtException {
        return inOurForm(verified(token, keys, config.tokenUse()));
    }

    /**
     * Returns the profile of an id token (OpenID Connect Core 1.0, 5.1); throws {@link InvalidJwtException} if it is not valid.
     */
    ExternalProfile idToken(String token, List<JsonWebKey> keys) throws InvalidJwtException {
        JwtClaims claims = verified(token, keys, config.tokenUse().map(use -> "id"));
        boolean verified = "true".equals(String.valueOf(claims.getClaimValue("email_verified")));
        return new ExternalProfile(
                (String) claims.getClaimValue("sub"),
                verified ? text(claims, "email") : null,
                claims.hasClaim("name") ? text(claims, "name") : text(claims, "given_name"));
    }

    private JwtClaims verified(String token, List<JsonWebKey> keys, Optional<String> use) throws InvalidJwtException {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT, config.algorithms().toArray(String[]::new)))
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setExpectedIssuer(issuer)
                .setSkipDefaultAudienceValidation()
                .registerValidator(rule(this::isForUs, "The token is for another audience"))
                .registerValidator(rule(
                        claims -> use.isEmpty() || use.get().equals(claims.getClaimValue("token_use")),
                        "The token is for another use"))
                .registerValidator(rule(TokenRules::isOfACustomer, "The subject is no UUID"))
                .setRequireSubject()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(Math.toIntExact(config.clockSkew().toSeconds()))
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build()
                .processToClaims(token);
    }

    private static Validator rule(Predicate<JwtClaims> rule, String violation) {
        return (JwtContext context) -> rule.test(context.getJwtClaims()) ? null : violation;
    }

    /**
     * Cognito's <a
     * href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html">access
     * tokens</a> have no audience, but the client's id. A token with an audience is only for that.
     */
    private boolean isForUs(JwtClaims claims) {
        return texts(claims.getClaimValue(claims.hasAudience() ? "aud" : "client_id")).stream()
                .anyMatch(audience::contains);
    }

    /**
     * The subject becomes the id of the customer, which is a UUID in the shop's events and keys. The subject of a user of Cognito
     * is one; that of a client without a user is not, and has no orders.
     */
    private static boolean isOfACustomer(JwtClaims claims) {
        if (!(claims.getClaimValue("sub") instanceof String subject)) {
            return false;
        }
        try {
            return UUID.fromString(subject).toString().equals(subject);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns claims with what the shop reads. Others, such as a session id or a user name, have another meaning here. */
    private JwtClaims inOurForm(JwtClaims theirs) {
        try {
            JwtClaims ours = new JwtClaims();
            ours.setIssuer(theirs.getIssuer());
            ours.setSubject(theirs.getSubject());
            ours.setExpirationTime(theirs.getExpirationTime());
            ours.setStringListClaim("groups", List.copyOf(roles(theirs)));
            return ours;
        } catch (MalformedClaimException e) {
            throw new IllegalStateException("A verified token has malformed claims", e);
        }
    }

    private Set<String> roles(JwtClaims claims) {
        Set<String> granted = new LinkedHashSet<>(config.defaultRoles());
        List<String> values = texts(claims.getClaimValue(config.rolesClaim()));
        roles.stream()
                .filter(mapping -> values.contains(mapping.value()))
                .forEach(mapping -> granted.add(mapping.role()));
        return granted;
    }

    /** Returns the text of a claim; null if it is none. */
    private static String text(JwtClaims claims, String name) {
        return claims.getClaimValue(name) instanceof String text ? text : null;
    }

    /** Returns the texts of a claim that is a text or a list; none if it is anything else. */
    private static List<String> texts(Object claim) {
        return switch (claim) {
            case String text -> List.of(text);
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
