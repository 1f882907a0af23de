package stage5.notification.domain;

import java.util.Arrays;
import java.util.Set;

/** The kind of a mail, with its subject line. */
public enum MailKind {
    WELCOME("welcome", "Welcome to Stage Five"),
    ORDER_CONFIRMED("order-confirmed", "Your order is confirmed"),
    ORDER_REJECTED("order-rejected", "We could not accept your order"),
    ORDER_CANCELLED("order-cancelled", "Your order is cancelled"),
    PASSWORD_CHANGED("password-changed", "Your password was changed"),
    SIGN_UP_REFUSED("sign-up-refused", "You already have an account");

    /** The kinds that version 1 of the contract lists. Its list is closed, so later kinds need version 2. */
    private static final Set<MailKind> VERSION_1 = Set.of(WELCOME, ORDER_CONFIRMED, ORDER_REJECTED, ORDER_CANCELLED);

    private final String word;
    private final String subject;

    MailKind(String word, String subject) {
        this.word = word;
        this.subject = subject;
    }

    /**
     * Returns the kind with this spelling.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MailKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no mail kind " + word));
    }

    /** Returns the kind as events and HTTP responses spell it. */
    public String word() {
        return word;
    }

    /** Returns whether version 1 of the events and of the HTTP API lists the kind. */
    public boolean isOfVersion1() {
        return VERSION_1.contains(this);
    }

    /** Returns the subject line. */
    public String subject() {
        return subject;
    }
}
