package stage5.user.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** The body of {@code PATCH /api/users/me}. Surrounding white space is removed from the name. */
public record NameChange(
        @NotNull @Pattern(regexp = NewUser.NAME, message = NewUser.NAME_MESSAGE)
        String name) {

    public NameChange {
        name = name == null ? null : name.strip();
    }
}
