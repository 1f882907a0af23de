package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvocationSpansTests {

    private static final String HEADER = "com.amazonaws.xray.traceHeader";
    private static final String LAMBDAS_SPAN = "53995c3f42cd8ad8";
    private static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("faas.trigger");
    private static final AttributeKey<Boolean> COLD_START = AttributeKey.booleanKey("faas.coldstart");

    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final InvocationAttributes attributes = new InvocationAttributes();
    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(attributes)
            .addSpanProcessor(new Recorder())
            .build();
    private final Tracer tracer = tracing.get("test");
    private final InvocationSpans invocations = new InvocationSpans(tracer, attributes);

    @AfterEach
    void close() {
        System.clearProperty(HEADER);
        tracing.close();
    }

    @Test
    void shouldBeAColdStart_whenTheInvocationIsTheFirst() {
        invocations.traced(new SQSEvent(), FakeInvocation.of("first"), () -> "done");
        invocations.traced(Map.of(), FakeInvocation.of("second"), () -> "done");

        assertThat(ended).extracting(SpanData::getName).containsExactly("orders-events", "orders-events");
        assertThat(ended).extracting(SpanData::getKind).containsOnly(SpanKind.SERVER);
        assertThat(ended)
                .extracting(span -> span.getAttributes().get(COLD_START))
                .containsExactly(true, false);
        assertThat(ended).extracting(span -> span.getAttributes().get(TRIGGER)).containsExactly("pubsub", "timer");
        assertThat(ended)
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("faas.invocation_id")))
                .containsExactly("first", "second");
    }

    @Test
    void shouldBeTheCurrentSpan_whenTheHandlerRuns() {
        Span current = invocations.traced(new SQSEvent(), FakeInvocation.of("first"), Span::current);

        assertThat(current.getSpanContext().getSpanId())
                .isEqualTo(ended.getFirst().getSpanId());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void shouldJoinLambdasTrace_whenXRayTracesTheInvocation() {
        System.setProperty(HEADER, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=" + LAMBDAS_SPAN + ";Sampled=1");

        invocations.traced(new SQSEvent(), FakeInvocation.of("first"), () -> "done");

        assertThat(ended.getFirst().getTraceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
        assertThat(ended.getFirst().getParentSpanId()).isEqualTo(LAMBDAS_SPAN);
        assertThat(ended.getFirst().getLinks()).isEmpty();
    }

    /** A client can send the header of X-Ray: API Gateway and Lambda may pass it on. */
    @Test
    void shouldNotRecordARequest_whenOnlyXRaysHeaderIsSampled() {
        System.setProperty(HEADER, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=" + LAMBDAS_SPAN + ";Sampled=1");
        try (SdkTracerProvider unsampled = SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
                .addSpanProcessor(attributes)
                .addSpanProcessor(new Recorder())
                .build()) {
            Tracer dropping = unsampled.get("test");

            new InvocationSpans(dropping, attributes)
                    .traced(new APIGatewayV2HTTPEvent(), FakeInvocation.of("first"), () -> {
                        dropping.spanBuilder("GET /")
                                .setSpanKind(SpanKind.SERVER)
                                .startSpan()
                                .end();
                        return "done";
                    });
        }

        assertThat(ended).isEmpty();
    }

    @Test
    void shouldLinkToLambdasSpan_whenARequestHasAnotherParent() {
        System.setProperty(HEADER, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=" + LAMBDAS_SPAN + ";Sampled=1");

        invocations.traced(new APIGatewayV2HTTPEvent(), FakeInvocation.of("first"), () -> {
            tracer.spanBuilder("GET /").setSpanKind(SpanKind.SERVER).startSpan().end();
            return "done";
        });

        assertThat(ended).extracting(SpanData::getName).containsExactly("GET /");
        assertThat(ended.getFirst().getAttributes().get(TRIGGER)).isEqualTo("http");
        assertThat(ended.getFirst().getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(LAMBDAS_SPAN);
    }

    @Test
    void shouldBeAnError_whenTheHandlerThrows() {
        assertThatThrownBy(() -> invocations.traced(new SQSEvent(), FakeInvocation.of("first"), () -> {
                    throw new IllegalStateException("no consumer");
                }))
                .hasMessage("no consumer");

        assertThat(ended.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(ended.getFirst().getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void shouldAddNothing_whenNoInvocationRuns() {
        tracer.spanBuilder("GET /").setSpanKind(SpanKind.SERVER).startSpan().end();

        assertThat(ended.getFirst().getAttributes().isEmpty()).isTrue();
    }

    private final class Recorder implements SpanProcessor {

        @Override
        public void onStart(io.opentelemetry.context.Context parent, ReadWriteSpan span) {
            // Only ended spans are recorded.
        }

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            ended.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
