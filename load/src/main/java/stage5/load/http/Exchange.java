package stage5.load.http;

/**
 * A request and its response. Times are nanoseconds since the start of the run.
 *
 * @param route the kind of request
 * @param due when the request should have been sent; in a closed loop, when it was
 * @param sent when it was sent
 * @param end when its response was complete, or its connection was lost
 * @param status the HTTP status, {@value #LOST} or {@value #NOT_SENT}
 */
public record Exchange(String route, long due, long sent, long end, int status) {

    /** The status of a request without a response: its connection could not be opened, was lost, or did not answer. */
    public static final int LOST = 0;

    /** The status of a request that found no connection in time. */
    public static final int NOT_SENT = -1;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** Returns whether the response is a success (2xx). */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Returns whether the request was shed: 429 or 503. */
    public boolean isShed() {
        return status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
    }
}
