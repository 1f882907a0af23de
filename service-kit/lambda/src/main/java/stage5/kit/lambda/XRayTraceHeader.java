package stage5.kit.lambda;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads X-Ray's <a
 * href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">tracing header</a>,
 * which Lambda passes with each invocation.
 */
final class XRayTraceHeader {

    private static final Pattern ROOT = Pattern.compile("(?:^|;)\\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)");
    private static final Pattern PARENT = Pattern.compile("(?:^|;)\\s*Parent=([0-9a-f]{16})(?:;|$)");
    private static final Pattern SAMPLED = Pattern.compile("(?:^|;)\\s*Sampled=1(?:;|$)");

    private XRayTraceHeader() {}

    /**
     * Returns the context of the current invocation; an invalid one if X-Ray does not trace it. Java runtimes set a system
     * property, others the environment variable (<a
     * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/faas/aws-lambda.md#xray-lambda-propagator-functionality">
     * order</a>).
     */
    static SpanContext current() {
        String property = System.getProperty("com.amazonaws.xray.traceHeader");
        return read(property == null || property.isEmpty() ? System.getenv("_X_AMZN_TRACE_ID") : property);
    }

    /**
     * Returns the context of a header, which may be null. It is invalid unless X-Ray samples the trace: a child of a span that
     * is not stored would be an orphan, and Lambda sends the header without active tracing, too.
     */
    static SpanContext read(String header) {
        if (header == null || !SAMPLED.matcher(header).find()) {
            return SpanContext.getInvalid();
        }
        Matcher root = ROOT.matcher(header);
        Matcher parent = PARENT.matcher(header);
        return root.find() && parent.find()
                ? SpanContext.createFromRemoteParent(
                        root.group(1) + root.group(2),
                        parent.group(1),
                        TraceFlags.getSampled(),
                        TraceState.getDefault())
                : SpanContext.getInvalid();
    }
}
