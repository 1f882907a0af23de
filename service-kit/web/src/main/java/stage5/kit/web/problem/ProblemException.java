package stage5.kit.web.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import stage5.kit.web.problem.Problem.FieldError;

/** Ends a request with a {@link Problem}. Has factory methods for the problems that all services share. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(Problem problem, Map<String, String> headers) {
        // Without a stack trace: a problem is an expected outcome, and each shed request would pay for all frames.
        super(problem.title() + ": " + problem.detail(), null, true, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    /** Returns a problem of the given kind, a slug such as {@code email-taken}. */
    public static ProblemException of(int status, String kind, String title, String detail) {
        return new ProblemException(Problem.of(kind, title, status, detail, List.of()), Map.of());
    }

    /** Returns a 400 problem with one invalid field. */
    public static ProblemException invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** Returns a 400 problem with these invalid fields. */
    public static ProblemException invalid(List<FieldError> errors) {
        return new ProblemException(
                Problem.of(
                        "invalid-request", "The request is not valid", 400, "See errors for what to change.", errors),
                Map.of());
    }

    /** Returns a 422 problem with fields that are well-formed but can't be processed. */
    public static ProblemException unprocessable(String kind, String detail, List<FieldError> errors) {
        return new ProblemException(
                Problem.of(kind, "The request can't be carried out", 422, detail, errors), Map.of());
    }

    /** Returns a 401 problem; {@code detail} must not help an attacker to guess credentials. */
    public static ProblemException unauthorized(String detail) {
        return new ProblemException(
                Problem.of("unauthorized", "Not authenticated", 401, detail, List.of()),
                Map.of("WWW-Authenticate", "Bearer"));
    }

    /** Returns a 405 problem; {@code allow} lists the methods of the address (RFC 9110, 15.5.6). */
    public static ProblemException methodNotAllowed(String allow) {
        return new ProblemException(
                Problem.of(
                        "method-not-allowed",
                        "Method Not Allowed",
                        405,
                        "This address does not take that method.",
                        List.of()),
                Map.of("Allow", allow));
    }

    /** Returns a 404 problem; {@code what} names the missing thing, for example {@code order 5}. */
    public static ProblemException notFound(String what) {
        return of(404, "not-found", "Not found", "There is no " + what + ".");
    }

    /** Returns a 409 problem of the given kind. */
    public static ProblemException conflict(String kind, String detail) {
        return of(409, kind, "In conflict with the present state", detail);
    }

    /** Returns a 412 problem: the resource no longer has the version in {@code If-Match}. */
    public static ProblemException preconditionFailed(String detail) {
        return of(412, "precondition-failed", "Changed since it was read", detail);
    }

    /** Returns a 428 problem that requires the named header (RFC 6585, section 3). */
    public static ProblemException preconditionRequired(String header) {
        return new ProblemException(
                Problem.of(
                        "precondition-required",
                        "A precondition is required",
                        428,
                        "Send the header " + header + " with the ETag that you have read.",
                        List.of(new FieldError(header, "is required"))),
                Map.of());
    }

    /** Returns a 429 problem with {@code Retry-After}, in whole seconds and at least 1. */
    public static ProblemException tooManyRequests(Duration retryAfter) {
        return new ProblemException(
                Problem.of("too-many-requests", "Too many requests", 429, "Slow down.", List.of()),
                retryAfter(retryAfter));
    }

    /** Returns a 503 problem with {@code Retry-After}, in whole seconds and at least 1. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(
                Problem.of("unavailable", "Temporarily unavailable", 503, detail, List.of()), retryAfter(retryAfter));
    }

    /** Returns the problem, without a trace id. */
    public Problem problem() {
        return problem;
    }

    /** Returns the response headers that belong to the problem. */
    public Map<String, String> headers() {
        return headers;
    }

    private static Map<String, String> retryAfter(Duration delay) {
        return Map.of("Retry-After", Long.toString(Math.max(1, delay.toSeconds())));
    }
}
