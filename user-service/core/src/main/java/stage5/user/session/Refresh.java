package stage5.user.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A wish for a session's next tokens. */
public record Refresh(@NotNull @Size(min = 1, max = 200) String refreshToken) {

    @Override
    public String toString() {
        return "Refresh[]";
    }
}
