package stage5.gateway.admission;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;
import stage5.kit.web.telemetry.DelegatingTracer;

/**
 * Answers the requests that do not reach the router: those that Vert.x' HTTP decoder rejects, and those whose target Quarkus
 * rejects. The response is a problem with {@code Date}, and the last one of its connection. Vert.x and Quarkus themselves would
 * send a bare status. Their handlers are settings of the server, which Quarkus does not give out, and of each connection, which
 * a tracer sees before a handler is called. So this wraps the tracer, and also shows each request to {@link EarlyShedding} and {@link
 * PipeliningHandler}.
 */
@Singleton
public final class InvalidRequestHandler implements VertxOptionsCustomizer {

    private final DateHeader date;
    // Created later: they would need Vert.x, which does not exist yet.
    private final Provider<ProblemWriter> problems;
    private final Provider<EarlyShedding> shedding;

    InvalidRequestHandler(DateHeader date, Provider<ProblemWriter> problems, Provider<EarlyShedding> shedding) {
        this.date = date;
        this.problems = problems;
        this.shedding = shedding;
    }

    @Override
    public void accept(VertxOptions options) {
        TracingOptions tracing = options.getTracingOptions();
        VertxTracerFactory factory =
                tracing == null || tracing.getFactory() == null ? VertxTracerFactory.NOOP : tracing.getFactory();
        options.setTracingOptions(new TracingOptions().setFactory(settings -> wrapped(factory.tracer(settings))));
    }

    private <I, O> VertxTracer<I, O> wrapped(VertxTracer<I, O> tracer) {
        return new ConnectionTracer<>(tracer);
    }

    /** Sets the handler of a connection, if its present request is invalid. */
    private void check(HttpServerRequest request) {
        // Over HTTP/2 a connection has other requests at the same time.
        if (request.version() == HttpVersion.HTTP_2
                || !(request.connection() instanceof HttpServerConnection connection)) {
            return;
        }
        if (request.decoderResult().isFailure()) {
            connection.invalidRequestHandler(this::answer);
        } else if (!isUri(request.uri())) {
            connection.handler(this::answer);
        }
    }

    private void answer(HttpServerRequest request) {
        if (request.response().closed()) {
            return;
        }
        date.addNow(request.response());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problems.get().write(request, problem(request.decoderResult()));
        request.response().close();
    }

    /** Returns whether Quarkus accepts a target. */
    private static boolean isUri(String target) {
        try {
            new URI(target);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static ProblemException problem(DecoderResult result) {
        return switch (result.cause()) {
            case null -> ProblemException.invalid("target", "is not valid");
            case TooLongHttpLineException line ->
                ProblemException.of(414, "uri-too-long", "URI too long", "The request line is too long.");
            case TooLongHttpHeaderException headers ->
                ProblemException.of(431, "headers-too-large", "Headers too large", "The headers are too long.");
            default -> ProblemException.invalid("request", "is no HTTP");
        };
    }

    /** Checks each request that arrives; otherwise does what another tracer does. */
    private final class ConnectionTracer<I, O> extends DelegatingTracer<I, O> {

        private ConnectionTracer(VertxTracer<I, O> tracer) {
            super(tracer);
        }

        @Override
        public <R> I receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Map.Entry<String, String>> headers,
                TagExtractor<R> tags) {
            if (request instanceof HttpServerRequest received) {
                boolean shed = shedding.get().watch(received);
                PipeliningHandler.watch(received);
                if (shed) {
                    return null; // no span
                }
                check(received);
            }
            return super.receiveRequest(context, kind, policy, request, operation, headers, tags);
        }
    }
}
