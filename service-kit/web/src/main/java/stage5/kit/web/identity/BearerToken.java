package stage5.kit.web.identity;

import java.util.Optional;

/** The token of an {@code Authorization} header. */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** Returns the token; empty if the header is null or has another scheme, which is case-insensitive (RFC 9110, 11.1). */
    public static Optional<String> of(String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
