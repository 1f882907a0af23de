package stage5.order.domain;

/** The status of an order. */
public enum OrderStatus {
    PLACED("placed"),
    CONFIRMED("confirmed"),
    REJECTED("rejected"),
    CANCELLED("cancelled");

    private final String word;

    OrderStatus(String word) {
        this.word = word;
    }

    /** Returns the status as events and HTTP responses spell it. */
    public String word() {
        return word;
    }
}
