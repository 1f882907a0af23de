package stage5.kit.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import stage5.kit.web.telemetry.RouteTemplate;

/** Writes a problem as the response from a filter or route, where no JAX-RS exception mapper applies. */
@Singleton
public final class ProblemWriter {

    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    /** Responds with the problem for a failure. If the response has already started, resets the connection instead. */
    public void write(RoutingContext request, Throwable failure) {
        write(request.request(), failure);
    }

    /** Responds as the other method does, to a request that is not routed. */
    public void write(HttpServerRequest request, Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        RouteTemplate.setIfUnrouted(request);
        ProblemException problem = Problems.of(failure);
        response.setStatusCode(problem.problem().status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(bytes(problem.problem().withTraceId(ProblemMappers.traceId()))));
    }

    /** Returns a problem as JSON. */
    public byte[] bytes(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Problem can't be serialized", e);
        }
    }
}
