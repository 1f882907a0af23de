package stage5.kit.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Answers with a problem where no resource has been reached: from a filter or a route. */
@Singleton
public final class ProblemWriter {

    private static final String ROUTE = "UrlPathTemplate";
    private static final String NO_ROUTE = "/{unrouted}";

    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    /** Ends the request with the problem that the failure is; an answer that has already begun is cut off instead. */
    public void write(RoutingContext request, Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        nameInTelemetry(request);
        ProblemException problem = Problems.of(failure);
        response.setStatusCode(problem.problem().status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(bytes(problem.problem().withTraceId(ProblemMappers.traceId()))));
    }

    /** Where no route has named the request yet its path would: any path that anybody thinks of. */
    private static void nameInTelemetry(RoutingContext request) {
        Context context = ((HttpServerRequestInternal) request.request()).context();
        if (context.getLocal(ROUTE) == null) {
            context.putLocal(ROUTE, NO_ROUTE);
        }
    }

    private byte[] bytes(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem of plain strings can't be written", e);
        }
    }
}
