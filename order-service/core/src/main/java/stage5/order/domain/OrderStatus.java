package stage5.order.domain;

/** Where an order stands. */
public enum OrderStatus {
    PLACED("placed"),
    CONFIRMED("confirmed"),
    REJECTED("rejected"),
    CANCELLED("cancelled");

    private final String word;

    OrderStatus(String word) {
        this.word = word;
    }

    /** Returns the status as events and answers spell it. */
    public String word() {
        return word;
    }
}
