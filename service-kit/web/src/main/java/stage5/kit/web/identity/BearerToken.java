package stage5.kit.web.identity;

import java.util.Optional;

/** The token of an {@code Authorization} header. */
public final class BearerToken {

    private static final String SCHEME = "Bearer";

    private BearerToken() {}

    /**
     * Returns the token, which is empty text if the header names the scheme only; empty if the header is null or has another
     * scheme. The scheme is case-insensitive and followed by one or more spaces (RFC 9110, 11.1 and 11.4).
     */
    public static Optional<String> of(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String rest = header.substring(SCHEME.length());
        return rest.isEmpty() || rest.charAt(0) == ' ' ? Optional.of(rest.strip()) : Optional.empty();
    }
}
