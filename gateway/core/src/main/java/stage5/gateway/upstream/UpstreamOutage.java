package stage5.gateway.upstream;

import stage5.gateway.domain.Upstream;

/** A service could not answer a call: one subclass per cause. */
public abstract sealed class UpstreamOutage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UpstreamOutage(String message, Throwable cause) {
        super(message, cause, false, false);
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
    }

    /** The caller's time budget ended before the service's time-out: no failure of the service. */
    public static final class BudgetExhausted extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        BudgetExhausted(Upstream upstream) {
            super("The time budget of the caller was exhausted before %s answered".formatted(upstream.service()), null);
        }
    }

    /** The service responded with a 5xx status. */
    public static final class ServerError extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        private final transient UpstreamResponse response;

        ServerError(Upstream upstream, UpstreamResponse response) {
            super("%s answered %d".formatted(upstream.service(), response.status()), null);
            this.response = response;
        }

        /** Returns the service's response. */
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
