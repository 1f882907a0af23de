package stage5.kit.web.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import stage5.kit.web.problem.Problem.FieldError;

/** Maps every exception of a resource to the {@link Problem} in the response. */
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    RestResponse<Problem> problem(ProblemException e) {
        return response(e.problem(), e.headers());
    }

    @ServerExceptionMapper
    RestResponse<Problem> violations(ConstraintViolationException e) {
        return problem(ProblemException.invalid(e.getConstraintViolations().stream()
                .map(violation -> new FieldError(field(violation), violation.getMessage()))
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .toList()));
    }

    /** Lists MismatchedInputException too, because Quarkus' own mapper for it responds without a problem document. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    RestResponse<Problem> json(JsonProcessingException e) {
        return problem(ProblemException.invalid(jsonField(e), jsonMessage(e)));
    }

    @ServerExceptionMapper
    RestResponse<Problem> web(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return json(json);
        }
        Response response = e.getResponse();
        Response.StatusType status = response.getStatusInfo();
        if (response.getStatus() >= 500) {
            LOG.errorf(e, "Request failed with status %d", response.getStatus());
        }
        String detail =
                switch (status.getStatusCode()) {
                    case 400 -> "The request can't be read: check its path, parameters and body.";
                    case 404 -> "There is nothing at this address.";
                    case 405 -> "This address does not take that method.";
                    case 406 -> "This address does not offer a media type that the request accepts.";
                    case 415 -> "This address takes application/json.";
                    default -> status.getReasonPhrase();
                };
        String kind = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
        return response(
                Problem.of(kind, status.getReasonPhrase(), status.getStatusCode(), detail, List.of()), allow(response));
    }

    /** Returns the header that a 405 must have (RFC 9110, 15.5.6); empty if JAX-RS has not set it. */
    private static Map<String, String> allow(Response response) {
        String methods = response.getHeaderString("Allow");
        return methods == null ? Map.of() : Map.of("Allow", methods);
    }

    @ServerExceptionMapper({
        UnauthorizedException.class,
        AuthenticationFailedException.class,
        ForbiddenException.class,
        CircuitBreakerOpenException.class,
        BulkheadException.class,
        TimeoutException.class,
        Throwable.class
    })
    RestResponse<Problem> other(Throwable e) {
        return problem(Problems.of(e));
    }

    private static RestResponse<Problem> response(Problem problem, Map<String, String> headers) {
        // By number, because the Status enum lacks some codes, for example 422.
        RestResponse.ResponseBuilder<Problem> builder = RestResponse.ResponseBuilder.<Problem>create(problem.status())
                .entity(problem.withTraceId(traceId()))
                .type(Problem.MEDIA_TYPE);
        headers.forEach(builder::header);
        return builder.build();
    }

    static String traceId() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid() ? context.getTraceId() : null;
    }

    /** Returns the path of the invalid field, without the method and, for a body, without the parameter name. */
    private static String field(ConstraintViolation<?> violation) {
        StringBuilder field = new StringBuilder();
        Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
        while (nodes.hasNext()) {
            Path.Node node = nodes.next();
            switch (node.getKind()) {
                case METHOD, CONSTRUCTOR -> {}
                case CONTAINER_ELEMENT -> appendIndex(field, node);
                case PARAMETER -> {
                    if (!nodes.hasNext()) {
                        field.append(node.getName());
                    }
                }
                default -> {
                    appendIndex(field, node);
                    if (node.getName() != null) {
                        field.append(field.isEmpty() ? "" : ".").append(node.getName());
                    }
                }
            }
        }
        return field.isEmpty() ? "body" : field.toString();
    }

    private static void appendIndex(StringBuilder field, Path.Node node) {
        if (node.getIndex() != null) {
            field.append('[').append(node.getIndex()).append(']');
        }
    }

    private static String jsonField(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "body";
        }
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return field.toString();
    }

    private static String jsonMessage(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "is not a field of this request";
            case InvalidFormatException format
            when format.getTargetType() == String.class -> "must be well-formed Unicode";
            case InvalidFormatException format ->
                "must be of type " + format.getTargetType().getSimpleName();
            case JsonMappingException mapping -> "is not of the expected type or shape";
            default ->
                "is not valid JSON: line %d, column %d"
                        .formatted(
                                e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                e.getLocation() == null ? 0 : e.getLocation().getColumnNr());
        };
    }
}
