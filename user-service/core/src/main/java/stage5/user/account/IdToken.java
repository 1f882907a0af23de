package stage5.user.account;

import jakarta.validation.constraints.NotNull;
import stage5.kit.web.text.TextLength;

/**
 * The body of {@code PUT /api/users/me}.
 *
 * @param idToken a JWT of the external issuer
 */
public record IdToken(
        @NotNull @TextLength(min = 1, max = 16_384) String idToken) {

    @Override
    public String toString() {
        return "IdToken[]";
    }
}
