package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import stage5.gateway.domain.Upstream;

/** A service could not answer a call: one subclass per cause. */
public abstract sealed class UpstreamOutage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int FIRST_SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private UpstreamOutage(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** Returns whether a response of this status is an outage. */
    static boolean isOutage(int status) {
        return status >= FIRST_SERVER_ERROR;
    }

    /** Returns whether a response sheds load: 503 with {@code Retry-After}. */
    static boolean isShed(int status, MultiMap headers) {
        return status == UNAVAILABLE && headers.contains(HttpHeaders.RETRY_AFTER);
    }

    /** Returns the outage that a response of status 500 or more reports. */
    static UpstreamOutage of(Upstream upstream, UpstreamResponse response) {
        return response.isShed() ? new Shed(upstream, response) : new ServerError(upstream, response);
    }

    /** The connection could not be established, or broke. */
    public static final class Unreachable extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        Unreachable(Upstream upstream, Throwable cause) {
            super(upstream.service() + " can't be reached: " + cause.getMessage(), cause);
        }
    }

    /** The service did not respond within its time-out. */
    public static final class TimedOut extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        TimedOut(Upstream upstream, long millis) {
            super("%s did not answer within %d ms".formatted(upstream.service(), millis), null);
        }

        private TimedOut(String message) {
            super(message, null);
        }

        /** Returns the outage of a call that a half-open breaker has let through to test the service. */
        static TimedOut ofTestCall(Upstream upstream) {
            return new TimedOut("%s did not answer a test call while its caller waited".formatted(upstream.service()));
        }
    }

    /**
     * The caller's time budget ended before the service's time-out, or the client has gone, which leaves no time: no failure
     * of the service.
     */
    public static final class BudgetExhausted extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        public BudgetExhausted(Upstream upstream) {
            super("The caller stopped waiting before %s answered".formatted(upstream.service()), null);
        }
    }

    /** An outage that the service has reported in a response. */
    public interface WithResponse {

        /** Returns the service's response. */
        UpstreamResponse response();
    }

    /** The service responded with a 5xx status. */
    public static final class ServerError extends UpstreamOutage implements WithResponse {

        private static final long serialVersionUID = 1L;

        private final transient UpstreamResponse response;

        ServerError(Upstream upstream, UpstreamResponse response) {
            super("%s answered %d".formatted(upstream.service(), response.status()), null);
            this.response = response;
        }

        @Override
        public UpstreamResponse response() {
            return response;
        }
    }

    /**
     * The service has shed the call: a 503 with {@code Retry-After}. It works and has no capacity, so the call is not
     * retried, and it is no failure of the service. A 429 is none either: its status is below 500.
     */
    public static final class Shed extends UpstreamOutage implements WithResponse {

        private static final long serialVersionUID = 1L;

        private final transient UpstreamResponse response;

        Shed(Upstream upstream, UpstreamResponse response) {
            super("%s shed the call".formatted(upstream.service()), null);
            this.response = response;
        }

        @Override
        public UpstreamResponse response() {
            return response;
        }
    }

    /**
     * The call was rejected without an attempt: the circuit breaker is open, or the bulkhead or stream limit is
     * reached.
     */
    public static final class CallRejected extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        CallRejected(Upstream upstream, Throwable cause) {
            super("A call to %s was rejected: %s".formatted(upstream.service(), cause.getMessage()), cause);
        }
    }
}
