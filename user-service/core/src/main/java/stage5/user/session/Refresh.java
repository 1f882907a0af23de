package stage5.user.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The body of {@code POST /api/sessions/refresh}. */
public record Refresh(@NotNull @Size(min = 1, max = 200) String refreshToken) {

    @Override
    public String toString() {
        return "Refresh[]";
    }
}
