package stage5.kit.web.identity;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Values of a JWT whose signature is not verified. They select the key to verify it with, and prove nothing. */
final class UnverifiedToken {

    private static final int HEADER = 0;
    private static final int CLAIMS = 1;

    private UnverifiedToken() {}

    /** Returns the key id of the header (RFC 7515, 4.1.4); empty if it has none, or the token is no JWT. */
    static Optional<String> keyId(String token) {
        return text(token, HEADER, "kid");
    }

    /** Returns the issuer of the claims (RFC 7519, 4.1.1); empty if they have none, or the token is no JWT. */
    static Optional<String> issuer(String token) {
        return text(token, CLAIMS, "iss");
    }

    private static Optional<String> text(String token, int part, String name) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(parts[part]);
            return new JsonObject(new String(json, StandardCharsets.UTF_8)).getValue(name) instanceof String text
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
