package stage5.user.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client swaps for a new access token, once: a session's id and the session's present secret. */
public record RefreshToken(String sessionId, String secret) {

    private static final int SECRET_BYTES = 32;
    private static final Pattern FORMAT = Pattern.compile("([0-9a-f-]{36})\\.([A-Za-z0-9_-]{43})");

    /** Returns a token of the session with a fresh secret of 256 bits; the generator must be a secure one. */
    public static RefreshToken fresh(String sessionId, RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new RefreshToken(
                sessionId, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Returns the token that the client sent, or empty where it can't be one of ours. */
    public static Optional<RefreshToken> parse(String token) {
        Matcher matcher = FORMAT.matcher(token);
        return matcher.matches() ? Optional.of(new RefreshToken(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Returns the token as the client holds it. */
    public String value() {
        return sessionId + "." + secret;
    }

    /** Returns what the session remembers of the secret: its SHA-256, from which nobody gets a token back. */
    public String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "RefreshToken[" + sessionId + "]";
    }
}
