package stage5.gateway.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import stage5.kit.web.telemetry.DelegatingTracer;
import stage5.kit.web.telemetry.EarlyDecision;

/**
 * Decides about the trace of an API request before its span starts, and starts none if the trace is not kept. The
 * instrumentation of Quarkus collects the attributes of a span first, and asks the sampler then: most of that work is in vain
 * when one trace in a hundred is kept. The trace context is the same as with a span that is not recorded: it is in logs,
 * problems and the calls of services.
 */
@Singleton
public final class UnsampledRequests implements VertxOptionsCustomizer {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    private final IdGenerator ids = IdGenerator.random();
    // Created later: they would need Vert.x, which does not exist yet.
    private final Provider<Sampler> sampler;
    private final Provider<OpenTelemetry> telemetry;

    UnsampledRequests(Provider<Sampler> sampler, Provider<OpenTelemetry> telemetry) {
        this.sampler = sampler;
        this.telemetry = telemetry;
    }

    @Override
    public void accept(VertxOptions options) {
        TracingOptions tracing = options.getTracingOptions();
        if (tracing == null || tracing.getFactory() == null) {
            return; // nothing is traced
        }
        VertxTracerFactory factory = tracing.getFactory();
        options.setTracingOptions(new TracingOptions().setFactory(settings -> wrapped(factory.tracer(settings))));
    }

    private <I, O> VertxTracer<I, O> wrapped(VertxTracer<I, O> tracer) {
        return new SelectiveTracer<>(tracer);
    }

    /** Returns whether a request gets a span. If not, its context is set here. */
    private boolean starts(Context context, HttpRequest request) {
        String target = request.uri();
        if (!target.startsWith("/api/")) {
            return true;
        }
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        io.opentelemetry.context.Context parent =
                propagator().extract(io.opentelemetry.context.Context.root(), request, Headers.GETTER);
        SpanContext caller = Span.fromContext(parent).getSpanContext();
        String trace = caller.isValid() ? caller.getTraceId() : ids.generateTraceId();
        Attributes attributes = Attributes.of(METHOD, request.method().name(), PATH, path);
        SamplingResult result = sampler.get()
                .shouldSample(
                        parent,
                        trace,
                        request.method().name(),
                        io.opentelemetry.api.trace.SpanKind.SERVER,
                        attributes,
                        List.of());
        if (result.getDecision() != SamplingDecision.DROP) {
            if (!caller.isValid()) {
                // The span gets another random trace id than the one that was decided about.
                QuarkusContextStorage.INSTANCE.attach(
                        context, EarlyDecision.keep(io.opentelemetry.context.Context.root()));
            }
            return true;
        }
        SpanContext own = SpanContext.create(
                trace,
                ids.generateSpanId(),
                TraceFlags.getDefault(),
                result.getUpdatedTraceState(caller.getTraceState()));
        QuarkusContextStorage.INSTANCE.attach(context, parent.with(Span.wrap(own)));
        return false;
    }

    /** Returns whether a call gets a span. If not, its trace context is sent here. */
    private boolean starts(Context context, BiConsumer<String, String> headers) {
        io.opentelemetry.context.Context current = QuarkusContextStorage.getOtelContext(context);
        if (current == null || !isUnsampled(Span.fromContext(current))) {
            return true;
        }
        propagator().inject(current, headers, BiConsumer::accept);
        return false;
    }

    private static boolean isUnsampled(Span span) {
        return span.getSpanContext().isValid() && !span.getSpanContext().isSampled() && !span.isRecording();
    }

    private TextMapPropagator propagator() {
        return telemetry.get().getPropagators().getTextMapPropagator();
    }

    private enum Headers implements TextMapGetter<HttpRequest> {
        GETTER;

        @Override
        public Iterable<String> keys(HttpRequest request) {
            return request.headers().names();
        }

        @Override
        public String get(HttpRequest request, String name) {
            return request.headers().get(name);
        }
    }

    /** Does what another tracer does for what is kept, and has it ignore the rest. */
    private final class SelectiveTracer<I, O> extends DelegatingTracer<I, O> {

        private SelectiveTracer(VertxTracer<I, O> tracer) {
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
            boolean ignored = policy != TracingPolicy.IGNORE
                    && request instanceof HttpRequest received
                    && !starts(context, received);
            return super.receiveRequest(
                    context, kind, ignored ? TracingPolicy.IGNORE : policy, request, operation, headers, tags);
        }

        @Override
        public <R> void sendResponse(Context context, R response, I payload, Throwable failure, TagExtractor<R> tags) {
            if (payload != null) {
                super.sendResponse(context, response, payload, failure, tags);
            }
        }

        @Override
        public <R> O sendRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                BiConsumer<String, String> headers,
                TagExtractor<R> tags) {
            boolean ignored =
                    policy != TracingPolicy.IGNORE && request instanceof HttpRequest && !starts(context, headers);
            return super.sendRequest(
                    context, kind, ignored ? TracingPolicy.IGNORE : policy, request, operation, headers, tags);
        }

        @Override
        public <R> void receiveResponse(
                Context context, R response, O payload, Throwable failure, TagExtractor<R> tags) {
            if (payload != null) {
                super.receiveResponse(context, response, payload, failure, tags);
            }
        }
    }
}
