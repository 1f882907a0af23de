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

/** Translates exceptions to problems, for resources and for filters and routes. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Problems() {}

    /** Returns the problem for a failure; an unexpected failure is logged and becomes a 500. */
    static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case AuthenticationFailedException _
            when isOutage(failure) ->
                ProblemException.unavailable("Access tokens can't be verified at the moment.", RETRY_AFTER);
            case UnauthorizedException _, AuthenticationFailedException _ ->
                ProblemException.unauthorized("Send a valid access token as Authorization: Bearer.");
            case ForbiddenException _ ->
                ProblemException.of(403, "forbidden", "Not allowed", "The access token lacks the role for this.");
            case CircuitBreakerOpenException _, BulkheadException _, TimeoutException _ ->
                ProblemException.unavailable(
                        "A service or store that this request needs does not respond in time.", RETRY_AFTER);
            case CompositeException several ->
                of(several.getCauses().getFirst()); // the others come from clean-up after the first
            default -> unexpected(failure);
        };
    }

    /**
     * Returns whether a token could not be verified because the keys could not be fetched. This must not become a 401:
     * clients would log in again, at the service that is down.
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
        LOG.error("Request failed unexpectedly", failure);
        return ProblemException.of(
                500,
                "internal-error",
                "Something went wrong here",
                "The fault is on this side; quote the trace id when you report it.");
    }
}
