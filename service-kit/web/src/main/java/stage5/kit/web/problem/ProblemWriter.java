package stage5.kit.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Writes a problem as the response from a filter or route, where no JAX-RS exception mapper applies. */
@Singleton
public final class ProblemWriter {

    private static final String ROUTE_KEY = "UrlPathTemplate";
    private static final String NO_ROUTE = "/{unrouted}";

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
        setRouteForTelemetry(request);
        ProblemException problem = Problems.of(failure);
        response.setStatusCode(problem.problem().status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(bytes(problem.problem().withTraceId(ProblemMappers.traceId()))));
    }

    /**
     * Names a request that is not routed. Without a route template, telemetry uses the path as name, and clients could create
     * any number of time series.
     */
    public static void setRouteForTelemetry(HttpServerRequest request) {
        Context context = ((HttpServerRequestInternal) request).context();
        if (context.getLocal(ROUTE_KEY) == null) {
            context.putLocal(ROUTE_KEY, NO_ROUTE);
        }
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
