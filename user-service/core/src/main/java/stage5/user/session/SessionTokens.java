package stage5.user.session;

/**
 * What a client holds of a session.
 *
 * @param accessToken the JWT to send as {@code Authorization: Bearer}
 * @param refreshToken what to swap for the next tokens, once
 * @param expiresIn the access token's life in seconds
 */
public record SessionTokens(String accessToken, String refreshToken, long expiresIn) {

    @Override
    public String toString() {
        return "SessionTokens[expiresIn=" + expiresIn + "]";
    }
}
