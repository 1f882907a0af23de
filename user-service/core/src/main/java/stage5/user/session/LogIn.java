package stage5.user.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * The body of {@code POST /api/sessions}. Only the lengths are validated: a malformed e-mail or password is answered
 * like a wrong one.
 */
public record LogIn(
        @NotNull @Pattern(regexp = ".{1,254}", flags = Pattern.Flag.DOTALL, message = "must be 1 to 254 characters")
        String email,

        @NotNull @Pattern(regexp = ".{1,128}", flags = Pattern.Flag.DOTALL, message = "must be 1 to 128 characters")
        String password) {

    @Override
    public String toString() {
        return "LogIn[]";
    }
}
