package stage5.user.session;

/**
 * The JSON form of a session's tokens, for the client.
 *
 * @param accessToken the JWT to send as {@code Authorization: Bearer}
 * @param refreshToken the token to exchange for the next tokens, once
 * @param expiresIn the access token's lifetime in seconds
 */
public record SessionTokens(String accessToken, String refreshToken, long expiresIn) {

    @Override
    public String toString() {
        return "SessionTokens[expiresIn=" + expiresIn + "]";
    }
}
