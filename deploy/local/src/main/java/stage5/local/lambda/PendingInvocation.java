package stage5.local.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import stage5.local.http.Json;

/** One event on its way through a function. */
record PendingInvocation(String requestId, byte[] event, CompletableFuture<InvocationOutcome> outcome) {

    private record ErrorBody(String errorMessage, String errorType) {}

    static PendingInvocation of(byte[] event) {
        return new PendingInvocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
    }

    /**
     * Returns a tracing header that asks for no segment: traces are followed by W3C's headers here (<a
     * href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">tracing
     * header</a>).
     */
    String traceHeader() {
        String id = requestId.replace("-", "");
        return "Root=1-%08x-%s;Parent=%s;Sampled=0"
                .formatted(System.currentTimeMillis() / 1000, id.substring(0, 24), id.substring(16));
    }

    void succeed(byte[] payload) {
        outcome.complete(new InvocationOutcome.Response(payload));
    }

    /** Fails it as the function itself told. */
    void fail(byte[] payload) {
        outcome.complete(new InvocationOutcome.FunctionError("Unhandled", payload));
    }

    /** Fails it in Lambda's own words, which start with the request's id. */
    void fail(String errorType, String message) {
        fail(Json.bytes(new ErrorBody("RequestId: %s Error: %s".formatted(requestId, message), errorType)));
    }
}
