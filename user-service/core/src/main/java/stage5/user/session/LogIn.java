package stage5.user.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A log-in. What could be nobody's e-mail or password is as wrong as any other, so only the sizes are checked here. */
public record LogIn(
        @NotNull @Size(min = 1, max = 254) String email,
        @NotNull @Size(min = 1, max = 256) String password) {

    @Override
    public String toString() {
        return "LogIn[" + email + "]";
    }
}
