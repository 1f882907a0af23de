package stage5.user.domain;

import java.util.Locale;

/** An e-mail address in its owner's spelling. Addresses that differ in case only belong to the same account. */
public record EmailAddress(String value) {

    public EmailAddress {
        value = value.strip();
    }

    /** Returns the address in lower case; it identifies an account. */
    public String normalised() {
        return value.toLowerCase(Locale.ROOT);
    }
}
