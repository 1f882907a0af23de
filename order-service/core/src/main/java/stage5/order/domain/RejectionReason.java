package stage5.order.domain;

import java.util.Arrays;
import java.util.Optional;

/** Why an order was rejected. */
public enum RejectionReason {
    OUT_OF_STOCK("out-of-stock"),
    UNKNOWN_PRODUCT("unknown-product"),
    STOCK_TIMEOUT("stock-timeout"),
    PAYMENT_REFUSED("payment-refused"),
    PAYMENT_TIMEOUT("payment-timeout");

    private final String word;

    RejectionReason(String word) {
        this.word = word;
    }

    /** Returns the reason with this spelling, or empty. */
    public static Optional<RejectionReason> of(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word.equals(word))
                .findFirst();
    }

    /** Returns whether catalog-service refused the stock. A charge requires reserved stock, so none was begun. */
    public boolean isStockRefused() {
        return this == OUT_OF_STOCK || this == UNKNOWN_PRODUCT;
    }

    /** Returns the reason as events and HTTP responses spell it. */
    public String word() {
        return word;
    }
}
