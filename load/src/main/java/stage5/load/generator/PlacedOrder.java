package stage5.load.generator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The response to one order of a run. Times are in milliseconds from the run's time zero.
 *
 * @param order the order's id; empty unless it was accepted
 * @param customer the position of its customer in {@link PreparedShop#customers()}
 * @param dueMillis when the request was due
 * @param sentMillis when it was sent
 * @param answeredMillis when the response arrived, or when the generator gave up
 * @param status the HTTP status; 0 without a response
 * @param retryAfter whether the response has the header {@code Retry-After}
 */
@JsonPropertyOrder({"order", "customer", "dueMillis", "sentMillis", "answeredMillis", "status", "retryAfter"})
public record PlacedOrder(
        String order,
        int customer,
        double dueMillis,
        double sentMillis,
        double answeredMillis,
        int status,
        boolean retryAfter) {

    private static final int ACCEPTED = 202;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** Returns whether the shop accepted the order. */
    @JsonIgnore
    public boolean isAccepted() {
        return status == ACCEPTED;
    }

    /** Returns whether the shop shed the request: a refusal that invites the customer to come back. */
    @JsonIgnore
    public boolean isShed() {
        return status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
    }

    /** Returns the time from the actual sending to the response. */
    public double responseMillis() {
        return answeredMillis - sentMillis;
    }

    /** Returns the time from the due time to the response. */
    public double latencyMillis() {
        return answeredMillis - dueMillis;
    }
}
