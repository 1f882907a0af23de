package stage5.cdk.config;

/**
 * Notifications of costs, and the limit of the bill for spans.
 *
 * @param monthlyUsd monthly budget in US dollars; notifications are sent at shares of it
 * @param anomalies whether unusual costs are reported; the account's monitor of all services is used, or created
 * @param spans what spans may cost
 */
public record SpendingSettings(int monthlyUsd, boolean anomalies, Spans spans) {

    /** Returns a copy with another number of expected orders. */
    public SpendingSettings withOrders(long ordersAMonth) {
        return new SpendingSettings(
                monthlyUsd, anomalies, new Spans(ordersAMonth, spans.unusualPercent(), spans.budgetPercent()));
    }

    /**
     * What spans may cost. The synthesis fails if the projected bill is higher.
     *
     * @param ordersAMonth expected orders
     * @param unusualPercent requests that fail or are slow, whose traces tasks keep besides the sampled ones, 0 to 100
     * @param budgetPercent the largest part of the monthly budget, 0 to 100
     */
    public record Spans(long ordersAMonth, double unusualPercent, double budgetPercent) {

        public Spans {
            if (ordersAMonth < 0) {
                throw new IllegalArgumentException("ordersAMonth must be 0 or more, not " + ordersAMonth);
            }
            requirePercent("unusualPercent", unusualPercent);
            requirePercent("budgetPercent", budgetPercent);
        }

        private static void requirePercent(String name, double value) {
            if (value < 0 || value > 100) {
                throw new IllegalArgumentException("%s must be 0 to 100, not %s".formatted(name, value));
            }
        }
    }
}
