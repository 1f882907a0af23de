package stage5.user.domain;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.kit.web.hash.Sha256;

/** A refresh token: the id of a session and its current secret. It can be exchanged for the next tokens once. */
public record RefreshToken(String sessionId, String secret) {

    private static final int SECRET_BYTES = 32;
    private static final Pattern FORMAT = Pattern.compile("([0-9a-f-]{36})\\.([A-Za-z0-9_-]{43})");

    /** Returns a token of the session with a new secret of 256 bits. The generator must be cryptographically secure. */
    public static RefreshToken fresh(String sessionId, RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new RefreshToken(
                sessionId, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Returns the parsed token, or empty if the text does not have the format of one. */
    public static Optional<RefreshToken> parse(String token) {
        Matcher matcher = FORMAT.matcher(token);
        return matcher.matches() ? Optional.of(new RefreshToken(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Returns the token as text, for the client. */
    public String value() {
        return sessionId + "." + secret;
    }

    /** Returns the SHA-256 of the secret in hexadecimal. The session stores it instead of the secret. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Sha256.of(secret));
    }

    @Override
    public String toString() {
        return "RefreshToken[" + sessionId + "]";
    }
}
