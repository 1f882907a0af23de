package stage5.user.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** A log-in. What could be nobody's e-mail or password is as wrong as any other, so only the sizes are checked here. */
public record LogIn(
        @NotNull @Pattern(regexp = ".{1,254}", flags = Pattern.Flag.DOTALL, message = "must be 1 to 254 characters")
        String email,

        @NotNull @Pattern(regexp = ".{1,128}", flags = Pattern.Flag.DOTALL, message = "must be 1 to 128 characters")
        String password) {

    @Override
    public String toString() {
        return "LogIn[" + email + "]";
    }
}
