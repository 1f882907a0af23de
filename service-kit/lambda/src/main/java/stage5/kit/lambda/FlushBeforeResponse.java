package stage5.kit.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.interceptor.Interceptor;
import stage5.kit.web.metrics.EmbeddedMetrics;

/**
 * Decorates every handler, including Quarkus' HTTP handler: adds the invocation's span, and flushes spans and metrics before
 * Lambda gets the response. After the response Lambda freezes the environment (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">execution environment</a>).
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
class FlushBeforeResponse<I, O> implements RequestHandler<I, O> {

    private final RequestHandler<I, O> handler;
    private final SpanFlush spans;
    private final EmbeddedMetrics metrics;
    private final InvocationSpans invocations;

    FlushBeforeResponse(
            @Delegate @Any RequestHandler<I, O> handler,
            SpanFlush spans,
            EmbeddedMetrics metrics,
            InvocationSpans invocations) {
        this.handler = handler;
        this.invocations = invocations;
        this.spans = spans;
        this.metrics = metrics;
    }

    @Override
    public O handleRequest(I input, Context invocation) {
        try {
            return invocations.traced(input, invocation, () -> handler.handleRequest(input, invocation));
        } finally {
            spans.flush();
            metrics.write(); // after the flush, so that its losses are in the log before the freeze
        }
    }
}
