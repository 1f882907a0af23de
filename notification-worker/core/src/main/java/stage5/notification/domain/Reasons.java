package stage5.notification.domain;

/** Why an order was rejected, as a customer is told. */
public final class Reasons {

    private Reasons() {}

    /** Returns a sentence for the reason of an {@code order.rejected}; one for any reason that is new or missing. */
    public static String inWords(String reason) {
        return switch (reason) {
            case "out-of-stock" -> "We don't have everything you ordered in stock any more.";
            case "unknown-product" -> "Something you ordered is no longer in our catalogue.";
            case "payment-refused" -> "Your payment was refused. Please try again with another way to pay.";
            case "payment-timeout" -> "Your payment could not be completed in time. Nothing was charged.";
            case "stock-timeout" -> "We could not set your goods aside in time.";
            case null, default -> "We could not carry it out.";
        };
    }
}
