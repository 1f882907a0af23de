package stage5.user.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import stage5.user.account.NewUser;

/** The body of {@code PUT /api/users/me/password}. */
public record PasswordChange(
        @NotNull @Pattern(regexp = ".{1,128}", flags = Pattern.Flag.DOTALL, message = "must be 1 to 128 characters")
        String oldPassword,

        @NotNull @Pattern(regexp = NewUser.PASSWORD, flags = Pattern.Flag.DOTALL, message = NewUser.PASSWORD_MESSAGE)
        String newPassword) {

    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
