package stage5.notification.domain;

import java.util.Arrays;

/** What a mail is about. */
public enum Kind {
    WELCOME("welcome", "Welcome to Stage Five"),
    ORDER_CONFIRMED("order-confirmed", "Your order is confirmed"),
    ORDER_REJECTED("order-rejected", "We could not accept your order"),
    ORDER_CANCELLED("order-cancelled", "Your order is cancelled");

    private final String word;
    private final String subject;

    Kind(String word, String subject) {
        this.word = word;
        this.subject = subject;
    }

    /** Returns the kind that is spelt so; throws {@link IllegalArgumentException} where none is. */
    public static Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind of mail is called " + word));
    }

    /** Returns the kind as events and answers spell it. */
    public String word() {
        return word;
    }

    /** Returns the subject line of such a mail. */
    public String subject() {
        return subject;
    }
}
