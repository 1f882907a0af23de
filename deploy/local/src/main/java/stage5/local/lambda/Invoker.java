package stage5.local.lambda;

import java.util.concurrent.CompletionStage;

/**
 * Invokes functions synchronously, with one event each (<a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke, RequestResponse</a>).
 */
@FunctionalInterface
public interface Invoker {

    /**
     * Completes with the outcome of the invocation; fails only if the local cloud itself is broken or closing. It may
     * complete on any thread, which the caller must not block.
     *
     * @param function the function's name
     * @param event the payload, JSON
     */
    CompletionStage<InvocationOutcome> invoke(String function, byte[] event);
}
