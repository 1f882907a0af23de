package stage5.user.domain;

import java.util.Locale;

/** An e-mail address as its owner writes it; two that differ in case only are the same person's. */
public record EmailAddress(String value) {

    public EmailAddress {
        value = value.strip();
    }

    /** Returns what accounts are told apart by. */
    public String normalised() {
        return value.toLowerCase(Locale.ROOT);
    }
}
