package stage5.kit.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Traces invocations. That of an HTTP request has the span that Quarkus starts for the request; every other one gets a
 * SERVER span with the function's name. Where X-Ray traces the invocation, that span is a child of Lambda's, and an HTTP
 * request, whose parent is its client, links to Lambda's.
 */
@Singleton
class InvocationSpans {

    private static final String HTTP = "http";

    private final Tracer tracer;
    private final InvocationAttributes attributes;

    InvocationSpans(Tracer tracer, InvocationAttributes attributes) {
        this.tracer = tracer;
        this.attributes = attributes;
    }

    /** Returns the result of the work, or throws its exception, after the invocation's span has ended. */
    <O> O traced(Object input, Context invocation, Supplier<O> work) {
        String trigger = trigger(input);
        SpanContext caller = XRayTraceHeader.current();
        attributes.begin(trigger, invocation.getAwsRequestId(), caller);
        try {
            return trigger.equals(HTTP) ? work.get() : inSpan(invocation, caller, work);
        } finally {
            attributes.end();
        }
    }

    private <O> O inSpan(Context invocation, SpanContext caller, Supplier<O> work) {
        Span span = tracer.spanBuilder(Objects.requireNonNullElse(invocation.getFunctionName(), "function"))
                .setParent(io.opentelemetry.context.Context.root().with(Span.wrap(caller)))
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        try (Scope ignored = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute(
                            AttributeKey.stringKey("error.type"), e.getClass().getName())
                    .recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }

    private static String trigger(Object input) {
        return switch (input) {
            case APIGatewayV2HTTPEvent _ -> HTTP;
            case SQSEvent _ -> "pubsub";
            case null, default -> "timer"; // the functions without these inputs are invoked by schedules
        };
    }
}
