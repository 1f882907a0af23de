package stage5.notification.domain;

/** What a mail is about. */
public enum Kind {
    WELCOME("welcome"),
    ORDER_CONFIRMED("order-confirmed"),
    ORDER_REJECTED("order-rejected"),
    ORDER_CANCELLED("order-cancelled");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /** Returns the kind as events and answers spell it. */
    public String word() {
        return word;
    }
}
