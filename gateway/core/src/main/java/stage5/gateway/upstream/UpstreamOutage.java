package stage5.gateway.upstream;

import stage5.gateway.domain.Upstream;

/** Why a service could not answer a call: one subclass per cause. */
public abstract sealed class UpstreamOutage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UpstreamOutage(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** There was no connection, or it broke. */
    public static final class Unreachable extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        Unreachable(Upstream upstream, Throwable cause) {
            super(upstream.service() + " can't be reached: " + cause.getMessage(), cause);
        }
    }

    /** It did not answer within the time that it has. */
    public static final class TooSlow extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        TooSlow(Upstream upstream, long millis) {
            super("%s did not answer within %d ms".formatted(upstream.service(), millis), null);
        }
    }

    /** It did not answer before the caller's own time was over, which was shorter: no fault of the service. */
    public static final class BudgetSpent extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        BudgetSpent(Upstream upstream) {
            super("The caller's time was over before %s answered".formatted(upstream.service()), null);
        }
    }

    /** It answered that it failed. */
    public static final class ServerError extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        private final transient UpstreamAnswer answer;

        ServerError(Upstream upstream, UpstreamAnswer answer) {
            super("%s answered %d".formatted(upstream.service(), answer.status()), null);
            this.answer = answer;
        }

        /** Returns what it answered. */
        public UpstreamAnswer answer() {
            return answer;
        }
    }

    /** It is left alone: too many calls failed of late, or too many wait for it already. */
    public static final class LeftAlone extends UpstreamOutage {

        private static final long serialVersionUID = 1L;

        LeftAlone(Upstream upstream, Throwable cause) {
            super("%s is left alone: %s".formatted(upstream.service(), cause.getMessage()), cause);
        }
    }
}
