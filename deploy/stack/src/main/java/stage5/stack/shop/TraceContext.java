package stage5.stack.shop;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The trace context of a request, with which all its spans can be found by the trace id (<a
 * href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>).
 */
public record TraceContext(String traceId, String spanId) {

    /** Returns a new trace context with random ids. */
    public static TraceContext random(RandomGenerator random) {
        return new TraceContext(hex(random, 16), hex(random, 8));
    }

    /** Returns a {@code traceparent} header with the sampled flag set. */
    public String sampled() {
        return "00-%s-%s-01".formatted(traceId, spanId);
    }

    /** Returns a {@code traceparent} header with the sampled flag cleared. */
    public String unsampled() {
        return "00-%s-%s-00".formatted(traceId, spanId);
    }

    private static String hex(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        bytes[0] |= 1; // an id of zeros is invalid
        return HexFormat.of().formatHex(bytes);
    }
}
