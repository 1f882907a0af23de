package stage5.kit.web.identity;

import static java.util.Objects.requireNonNull;

/**
 * Which role of the shop a value of an external issuer's claim stands for.
 *
 * @param value for example the name of a group
 * @param role for example {@code admin}
 */
public record RoleMapping(String value, String role) {

    public RoleMapping {
        requireNonNull(value, "value");
        requireNonNull(role, "role");
    }

    /**
     * Returns the mapping of a text in the form {@code value=role}; throws {@link IllegalArgumentException} if it is none.
     * The configuration calls it.
     */
    public static RoleMapping of(String text) {
        int end = text.lastIndexOf('=');
        if (end < 1 || end == text.length() - 1) {
            throw new IllegalArgumentException("stage5.auth.roles has to be a list of value=role, not " + text);
        }
        return new RoleMapping(
                text.substring(0, end).strip(), text.substring(end + 1).strip());
    }
}
