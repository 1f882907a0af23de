package stage5.user.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import stage5.kit.web.text.TextLength;

/**
 * The body of {@code POST /api/users}. Surrounding white space is removed from e-mail and name.
 *
 * @param email at most 254 characters (RFC 5321, 4.5.3.1.3) in the format that <a
 *     href="https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address">browsers</a> accept, with a dot in
 *     the domain
 * @param name 1 to 100 characters
 * @param password 10 to 128 characters of any kind
 */
public record NewUser(
        @NotNull @TextLength(max = LONGEST_EMAIL) @Pattern(regexp = EMAIL, message = "must be an e-mail address")
        String email,

        @NotNull @Pattern(regexp = NAME, message = NAME_MESSAGE)
        String name,

        @NotNull @Pattern(regexp = PASSWORD, flags = Pattern.Flag.DOTALL, message = PASSWORD_MESSAGE)
        String password) {

    /** A new password; {@code .} has to match line ends. */
    public static final String PASSWORD = ".{10,128}";

    public static final String PASSWORD_MESSAGE = "must be 10 to 128 characters";

    static final String NAME = "[^\\x00-\\x1f\\x7f]{1,100}";
    static final String NAME_MESSAGE = "must be 1 to 100 characters, none of them a control character";

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final int LONGEST_EMAIL = 254;
    private static final String EMAIL = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(?:\\." + LABEL + "){1,8}";

    public NewUser {
        email = email == null ? null : email.strip();
        name = name == null ? null : name.strip();
    }

    /** Returns whether a text is an e-mail address that an account can have. */
    static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && text.matches(EMAIL);
    }

    @Override
    public String toString() {
        return "NewUser[]";
    }
}
