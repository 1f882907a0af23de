package stage5.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.quarkus.opentelemetry.runtime.propagation.TextMapPropagatorCustomizer;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.observability.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.gateway.GatewayConfig;
import stage5.kit.web.telemetry.KeepMark;
import stage5.kit.web.telemetry.TelemetrySettings;

class CallerContextTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.200.3.4, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "2001:db8::/32, 2001:db8:1::9, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/32, 10.1.2.3, false",
        "0.0.0.0/0, 2001:db8::1, false"
    })
    void shouldContinueTheTrace_whenTheAddressIsTrusted(String trusted, String caller, boolean continued) {
        Context context = extract(trusted, false, new Request(caller, "01"));

        assertThat(Span.fromContext(context).getSpanContext().isValid()).isEqualTo(continued);
        assertThat(CallerContext.strangers(context).isValid()).isNotEqualTo(continued);
    }

    @Test
    void shouldNotTrust_whenTheAddressIsUnknown() {
        Context context = extract("0.0.0.0/0", false, new Request(null, "01"));

        assertThat(Span.fromContext(context).getSpanContext().isValid()).isFalse();
        assertThat(CallerContext.strangers(context).getTraceId()).isEqualTo(TRACE);
    }

    /** The collector decides by the mark alone. */
    @ParameterizedTest
    @CsvSource({"true, 01, keep", "true, 00, ", "false, 01, "})
    void shouldMarkTheTrace_whenATrustedCallerSamplesItAndTheCollectorDecides(boolean tail, String flag, String mark) {
        SpanContext sent = Span.fromContext(extract("10.0.0.0/8", tail, new Request("10.0.0.1", flag)))
                .getSpanContext();

        assertThat(sent.getTraceId()).isEqualTo(TRACE);
        assertThat(sent.isRemote()).isTrue();
        assertThat(sent.getTraceState().get(KeepMark.KEY)).isEqualTo(mark);
        assertThat(sent.getTraceState().get("other")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/x", "10.0.0.0/33", "*"})
    void shouldReject_whenACallerIsNoNetwork(String caller) {
        SmallRyeConfig config = config(caller, false);

        assertThatThrownBy(() -> new TrustedCallers(config.getConfigMapping(GatewayConfig.class)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Context extract(String trusted, boolean tail, Request request) {
        SmallRyeConfig config = config(trusted, tail);
        return new CallerContext(
                        config.getConfigMapping(GatewayConfig.class), config.getConfigMapping(TelemetrySettings.class))
                .customize(new W3c())
                .extract(Context.root(), request, new Headers());
    }

    private static SmallRyeConfig config(String trusted, boolean tail) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GatewayConfig.class)
                .withMapping(TelemetrySettings.class)
                .withDefaultValue("stage5.gateway.tracing.trusted-callers", trusted)
                .withDefaultValue("stage5.telemetry.sampling.tail", Boolean.toString(tail));
        for (String upstream : new String[] {"catalog", "order", "user"}) {
            builder.withDefaultValue("stage5.gateway.upstreams.%s.url".formatted(upstream), "http://127.0.0.1:1");
        }
        return builder.build();
    }

    /** The propagator that Quarkus passes. */
    private record W3c() implements TextMapPropagatorCustomizer.Context {

        @Override
        public TextMapPropagator propagator() {
            return W3CTraceContextPropagator.getInstance();
        }

        @Override
        public ConfigProperties otelConfigProperties() {
            throw new UnsupportedOperationException();
        }
    }

    /** A request with a trace context, as the tracer sees it. */
    private record Request(String caller, String flag) implements HttpRequest {

        @Override
        public int id() {
            return 1;
        }

        @Override
        public String uri() {
            return "/api/orders";
        }

        @Override
        public String absoluteURI() {
            return "http://shop.example/api/orders";
        }

        @Override
        public HttpMethod method() {
            return HttpMethod.GET;
        }

        @Override
        public MultiMap headers() {
            return MultiMap.caseInsensitiveMultiMap()
                    .add("traceparent", "00-%s-00f067aa0ba902b7-%s".formatted(TRACE, flag))
                    .add("tracestate", "other=1");
        }

        @Override
        public SocketAddress remoteAddress() {
            return caller == null ? null : SocketAddress.inetSocketAddress(4711, caller);
        }
    }

    private static final class Headers implements TextMapGetter<Request> {

        @Override
        public Iterable<String> keys(Request request) {
            return request.headers().names();
        }

        @Override
        public String get(Request request, String name) {
            return request.headers().get(name);
        }
    }
}
