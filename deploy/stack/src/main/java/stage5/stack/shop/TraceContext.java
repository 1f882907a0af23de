package stage5.stack.shop;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A trace that begins here, so that everything the shop does for us can be found by its id (<a
 * href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>).
 */
public record TraceContext(String traceId, String spanId) {

    /** Returns a trace of its own. */
    public static TraceContext random(RandomGenerator random) {
        return new TraceContext(hex(random, 16), hex(random, 8));
    }

    /** Returns the value of the header {@code traceparent} that asks for the trace to be recorded. */
    public String sampled() {
        return "00-%s-%s-01".formatted(traceId, spanId);
    }

    /** Returns the value of the header {@code traceparent} that asks for nothing to be recorded. */
    public String unsampled() {
        return "00-%s-%s-00".formatted(traceId, spanId);
    }

    private static String hex(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        bytes[0] |= 1; // an id of zeros is not valid
        return HexFormat.of().formatHex(bytes);
    }
}
