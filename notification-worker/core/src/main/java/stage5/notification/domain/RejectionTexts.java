package stage5.notification.domain;

/** The sentences that explain to a customer why an order was rejected. */
public final class RejectionTexts {

    private RejectionTexts() {}

    /** Returns the sentence for the reason of an {@code order.rejected}; a general one if it is unknown or null. */
    public static String sentence(String reason) {
        return switch (reason) {
            case "out-of-stock" -> "We don't have everything you ordered in stock any more.";
            case "unknown-product" -> "Something you ordered is no longer in our catalogue.";
            case "payment-refused" -> "Your payment was refused. Please try again with another way to pay.";
            case "payment-timeout" ->
                "Your payment could not be completed in time. If your bank shows a charge, we cancel it.";
            case "stock-timeout" -> "We could not set your goods aside in time.";
            case null, default -> "We could not carry it out.";
        };
    }
}
