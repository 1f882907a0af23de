package stage5.kit.telemetry.xray;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import stage5.kit.telemetry.Span;

/**
 * Computes how many bytes a span has in OTLP's binary format, without what {@link Span} does not keep: trace state, flags and
 * counts of dropped attributes.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding of protocol buffers</a>
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.8.0/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
public final class OtlpSize {

    private static final int TRACE_ID = 16;
    private static final int SPAN_ID = 8;
    private static final int FIXED64 = 9;
    private static final int ENUM = 2;

    private static final long SEVEN_BITS = 0x7f;

    private OtlpSize() {}

    /** Returns the number of bytes of a span. */
    public static int of(Span span) {
        int size = field(TRACE_ID) + field(SPAN_ID) + ENUM + FIXED64 + FIXED64 + text(span.name());
        if (span.parentSpanId() != null) {
            size += field(SPAN_ID);
        }
        size += attributes(span.attributes());
        for (Span.Event event : span.events()) {
            size += field(FIXED64 + text(event.name()) + attributes(event.attributes()));
        }
        size += span.links().size() * field(field(TRACE_ID) + field(SPAN_ID));
        int status = (span.status().equals("UNSET") ? 0 : ENUM)
                + (span.statusMessage() == null ? 0 : text(span.statusMessage()));
        return size + (status == 0 ? 0 : field(status));
    }

    /** Returns the number of bytes of the attributes of a span, an event or a resource. */
    static int attributes(Map<String, Object> attributes) {
        int size = 0;
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            size += field(text(attribute.getKey()) + field(value(attribute.getValue())));
        }
        return size;
    }

    private static int value(Object value) {
        return switch (value) {
            case Boolean ignored -> ENUM;
            case Double ignored -> FIXED64;
            case Number number -> 1 + varint(number.longValue());
            case List<?> list ->
                field(list.stream().mapToInt(each -> field(value(each))).sum());
            default -> text(value.toString());
        };
    }

    private static int text(String text) {
        return field(text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Returns the size of a field with a tag of one byte and a length. */
    private static int field(int length) {
        return 1 + varint(length) + length;
    }

    private static int varint(long value) {
        int bytes = 1;
        for (long rest = value; (rest & ~SEVEN_BITS) != 0; rest >>>= 7) {
            bytes++;
        }
        return bytes;
    }
}
