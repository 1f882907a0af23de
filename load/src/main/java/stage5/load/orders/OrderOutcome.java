package stage5.load.orders;

import stage5.load.generator.PlacedOrder;

/**
 * What became of an accepted order.
 *
 * @param status of the order when it was read; {@code placed} if it is not settled
 * @param confirmedMillis the time of the event that confirmed it, in milliseconds from the run's time zero; NaN if it is not
 *     confirmed
 */
public record OrderOutcome(PlacedOrder placed, String status, double confirmedMillis) {

    static final String PLACED = "placed";

    /** Returns whether the order has reached its end: confirmed, rejected or cancelled. */
    public boolean isSettled() {
        return !status.equals(PLACED);
    }

    public boolean isConfirmed() {
        return !Double.isNaN(confirmedMillis);
    }

    /** Returns the time from the request's due time to the event that confirmed the order; NaN if it is not confirmed. */
    public double confirmMillis() {
        return confirmedMillis - placed.dueMillis();
    }
}
