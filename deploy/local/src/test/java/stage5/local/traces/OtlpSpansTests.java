package stage5.local.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.opentelemetry.proto.trace.v1.Span.Link;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.xray.OtlpSize;

class OtlpSpansTests {

    private static final ByteString TRACE_ID = ByteString.copyFrom(new byte[16]);
    private static final ByteString SPAN_ID = ByteString.copyFrom(new byte[8]);

    @Test
    void shouldKeepTheAttributesOfProcessAndEvents() {
        Span span = convert(full());

        assertThat(span.resource()).isEqualTo(Map.of("service.name", "order-service", "service.version", "1"));
        assertThat(span.events().getFirst().attributes()).isEqualTo(Map.of("stage5.attempt", 2L));
    }

    @Test
    void shouldComputeTheSizeThatTheSpanHasInOtlp() {
        assertThat(OtlpSize.of(convert(full()))).isEqualTo(full().getSerializedSize());
        assertThat(OtlpSize.of(convert(least()))).isEqualTo(least().getSerializedSize());
    }

    private static Span convert(io.opentelemetry.proto.trace.v1.Span span) {
        return OtlpSpans.of(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("service.name", text("order-service")))
                                .addAttributes(attribute("service.version", text("1"))))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                        .build())
                .getFirst();
    }

    private static io.opentelemetry.proto.trace.v1.Span least() {
        return io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(TRACE_ID)
                .setSpanId(SPAN_ID)
                .setName("work")
                .setKind(SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(1)
                .setEndTimeUnixNano(2)
                .build();
    }

    private static io.opentelemetry.proto.trace.v1.Span full() {
        return least().toBuilder()
                .setParentSpanId(SPAN_ID)
                .addAttributes(attribute("text", text("größer")))
                .addAttributes(attribute("long text", text("x".repeat(20_000))))
                .addAttributes(
                        attribute("int", AnyValue.newBuilder().setIntValue(300).build()))
                .addAttributes(attribute(
                        "negative", AnyValue.newBuilder().setIntValue(-1).build()))
                .addAttributes(attribute(
                        "double", AnyValue.newBuilder().setDoubleValue(1.5).build()))
                .addAttributes(attribute(
                        "boolean", AnyValue.newBuilder().setBoolValue(true).build()))
                .addAttributes(attribute(
                        "list",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(text("orders"))
                                        .addValues(text("stock")))
                                .build()))
                .addEvents(Event.newBuilder()
                        .setName("retry")
                        .setTimeUnixNano(1)
                        .addAttributes(attribute(
                                "stage5.attempt",
                                AnyValue.newBuilder().setIntValue(2).build())))
                .addLinks(Link.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID))
                .setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("no such topic"))
                .build();
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }
}
