package stage5.kit.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The response body of a failed request: problem details by <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC
 * 9457</a>, with the invalid fields and the trace id.
 *
 * @param type a URN that identifies the kind of problem and never changes
 * @param errors the invalid fields, at most {@value #MAX_ERRORS}: {@code detail} then says how many more there are; not in the
 *     JSON if empty
 * @param traceId the W3C trace id of the request; not in the JSON if the request was not traced
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RegisterForReflection
public record Problem(String type, String title, int status, String detail, List<FieldError> errors, String traceId) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** Limits the size of a response: a request of some kilobytes can have thousands of invalid fields. */
    static final int MAX_ERRORS = 20;

    private static final String TYPE_PREFIX = "urn:stage5:problem:";

    static Problem of(String kind, String title, int status, String detail, List<FieldError> errors) {
        int more = errors.size() - MAX_ERRORS;
        return more > 0
                ? new Problem(
                        TYPE_PREFIX + kind,
                        title,
                        status,
                        "%s These are the first %d errors, and there are %d more.".formatted(detail, MAX_ERRORS, more),
                        List.copyOf(errors.subList(0, MAX_ERRORS)),
                        null)
                : new Problem(TYPE_PREFIX + kind, title, status, detail, List.copyOf(errors), null);
    }

    Problem withTraceId(String traceId) {
        return new Problem(type, title, status, detail, errors, traceId);
    }

    /**
     * An invalid field and the reason.
     *
     * @param field a JSON path such as {@code lines[0].quantity}, or the name of a parameter or header
     */
    public record FieldError(String field, String message) {}
}
