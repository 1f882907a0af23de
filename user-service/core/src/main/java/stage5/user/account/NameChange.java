package stage5.user.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** A person's new name; white space around it is dropped. */
public record NameChange(
        @NotNull @Pattern(regexp = NewUser.NAME, message = NewUser.NAME_MESSAGE)
        String name) {

    public NameChange {
        name = name == null ? null : name.strip();
    }
}
