package stage5.order.sales;

/**
 * A sale is too old to be counted in the active generation: Redis no longer knows whether it was counted before. A rebuild of
 * the counters includes it.
 */
final class LateSaleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LateSaleException(String event) {
        // Expected after a long outage: without a stack trace.
        super("Redis no longer knows whether the sale of event " + event + " is counted", null, false, false);
    }
}
