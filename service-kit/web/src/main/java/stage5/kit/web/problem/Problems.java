package stage5.kit.web.problem;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.CompositeException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/** Says which problem a failure is, wherever it comes up: in a resource or before one is reached. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final Duration BREAKER_RETRY = Duration.ofSeconds(2);

    private Problems() {}

    /** Returns the problem that the client gets told; one that nobody foresaw is logged and becomes a 500. */
    static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case AuthenticationFailedException _
            when isOutage(failure) ->
                ProblemException.unavailable("No access token can be verified at present.", BREAKER_RETRY);
            case UnauthorizedException _, AuthenticationFailedException _ ->
                ProblemException.unauthorized("Send a valid access token as Authorization: Bearer.");
            case ForbiddenException _ ->
                ProblemException.of(403, "forbidden", "Not allowed", "The access token lacks the role for this.");
            case CircuitBreakerOpenException _, BulkheadException _, TimeoutException _ ->
                ProblemException.unavailable("A part that this needs does not answer in time.", BREAKER_RETRY);
            case CompositeException several ->
                of(several.getCauses().getFirst()); // the others are those of tidying up after it
            default -> unexpected(failure);
        };
    }

    /**
     * Returns whether a token was not refused but could not be looked into, for want of the keys: who is told that a
     * good token is bad logs in again, at the very service that does not answer.
     */
    private static boolean isOutage(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null
                && (cause instanceof IOException
                        || cause instanceof VertxException
                        || cause instanceof java.util.concurrent.TimeoutException
                        || cause instanceof OIDCException
                        || isOutage(cause));
    }

    private static ProblemException unexpected(Throwable failure) {
        LOG.error("A request failed unexpectedly", failure);
        return ProblemException.of(
                500,
                "internal-error",
                "Something went wrong here",
                "The fault is on this side; quote the trace id when you report it.");
    }
}
