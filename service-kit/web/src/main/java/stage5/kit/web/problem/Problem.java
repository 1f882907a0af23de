package stage5.kit.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a client gets told when a request fails: problem details by <a
 * href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>, with the fields that were wrong and the trace to look up.
 *
 * @param type a URN that names the kind of problem and never changes
 * @param errors the fields that were wrong, left out where none is to blame
 * @param traceId the W3C trace id of the request, left out where it was not traced
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RegisterForReflection
public record Problem(String type, String title, int status, String detail, List<FieldError> errors, String traceId) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:stage5:problem:";

    static Problem of(String kind, String title, int status, String detail, List<FieldError> errors) {
        return new Problem(TYPE_PREFIX + kind, title, status, detail, List.copyOf(errors), null);
    }

    Problem withTraceId(String traceId) {
        return new Problem(type, title, status, detail, errors, traceId);
    }

    /**
     * A field that was wrong, and why.
     *
     * @param field where it stands: a JSON path such as {@code lines[0].quantity}, or the parameter's or header's name
     */
    public record FieldError(String field, String message) {}
}
