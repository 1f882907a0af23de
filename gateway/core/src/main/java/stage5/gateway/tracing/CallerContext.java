package stage5.gateway.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.quarkus.opentelemetry.runtime.propagation.TextMapPropagatorCustomizer;
import io.vertx.core.spi.observability.HttpRequest;
import jakarta.inject.Singleton;
import java.util.Collection;
import stage5.gateway.GatewayConfig;
import stage5.kit.web.telemetry.KeepMark;
import stage5.kit.web.telemetry.TelemetrySettings;

/**
 * Continues the trace contexts of {@link TrustedCallers} alone. Otherwise a stranger could have all its requests recorded, at the
 * shop's cost, or none of them, or add spans to traces that are not its own. The context of a stranger is kept for a link (<a
 * href="https://www.w3.org/TR/trace-context/#privacy-of-traceparent-field">Trace Context, security considerations</a>).
 */
@Singleton
public final class CallerContext implements TextMapPropagatorCustomizer {

    private static final ContextKey<SpanContext> STRANGER = ContextKey.named("stage5.gateway.stranger");

    private final TrustedCallers trusted;
    private final boolean marks;

    CallerContext(GatewayConfig config, TelemetrySettings telemetry) {
        this.trusted = new TrustedCallers(config);
        this.marks = telemetry.sampling().tail();
    }

    @Override
    public TextMapPropagator customize(Context customised) {
        return new Guarded(customised.propagator());
    }

    /** Returns the context that a stranger has sent with a request; an invalid one if there is none. */
    static SpanContext strangers(io.opentelemetry.context.Context request) {
        SpanContext sent = request.get(STRANGER);
        return sent == null ? SpanContext.getInvalid() : sent;
    }

    /** Reads contexts as another propagator does, and ignores those of strangers. */
    private final class Guarded implements TextMapPropagator {

        private final TextMapPropagator all;

        private Guarded(TextMapPropagator all) {
            this.all = all;
        }

        @Override
        public <C> io.opentelemetry.context.Context extract(
                io.opentelemetry.context.Context current, C carrier, TextMapGetter<C> getter) {
            if (!(carrier instanceof HttpRequest request)) {
                return all.extract(current, carrier, getter);
            }
            SpanContext sent = Span.fromContext(all.extract(io.opentelemetry.context.Context.root(), carrier, getter))
                    .getSpanContext();
            if (!sent.isValid()) {
                return current;
            }
            return trusted.include(request)
                    ? current.with(Span.wrap(marks && sent.isSampled() ? KeepMark.addTo(sent) : sent))
                    : current.with(STRANGER, sent);
        }

        @Override
        public <C> void inject(io.opentelemetry.context.Context current, C carrier, TextMapSetter<C> setter) {
            all.inject(current, carrier, setter);
        }

        @Override
        public Collection<String> fields() {
            return all.fields();
        }
    }
}
