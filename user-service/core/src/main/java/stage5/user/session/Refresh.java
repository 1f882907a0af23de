package stage5.user.session;

import jakarta.validation.constraints.NotNull;
import stage5.kit.web.text.TextLength;

/** The body of {@code POST /api/sessions/refresh}. */
public record Refresh(
        @NotNull @TextLength(min = 1, max = 200) String refreshToken) {

    @Override
    public String toString() {
        return "Refresh[]";
    }
}
