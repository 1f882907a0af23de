package stage5.local.lambda;

import java.util.concurrent.CompletableFuture;
import stage5.local.http.Json;

/**
 * An event that waits for the outcome of its invocation.
 *
 * @param logTail completes with the end of the invocation's log once it is reported, if the request requires it
 */
record PendingInvocation(
        InvocationRequest request, CompletableFuture<InvocationOutcome> outcome, CompletableFuture<byte[]> logTail) {

    private record ErrorBody(String errorMessage, String errorType) {}

    static PendingInvocation of(InvocationRequest request) {
        return new PendingInvocation(request, new CompletableFuture<>(), new CompletableFuture<>());
    }

    String requestId() {
        return request.requestId();
    }

    /**
     * Returns a tracing header that disables sampling: the local cloud follows traces by W3C headers only (<a
     * href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">tracing
     * header</a>).
     */
    String traceHeader() {
        String id = requestId().replace("-", "");
        return "Root=1-%08x-%s;Parent=%s;Sampled=0"
                .formatted(System.currentTimeMillis() / 1000, id.substring(0, 24), id.substring(16));
    }

    void succeed(byte[] payload) {
        outcome.complete(new InvocationOutcome.Response(payload));
    }

    /** Fails the invocation with the error that the function reported. */
    void fail(byte[] payload) {
        outcome.complete(new InvocationOutcome.FunctionError("Unhandled", payload));
    }

    /** Fails the invocation with an error of Lambda itself. Its message starts with the request id. */
    void fail(String errorType, String message) {
        fail(Json.bytes(new ErrorBody("RequestId: %s Error: %s".formatted(requestId(), message), errorType)));
    }
}
