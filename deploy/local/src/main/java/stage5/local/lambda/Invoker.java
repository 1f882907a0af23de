package stage5.local.lambda;

import java.util.concurrent.CompletionStage;

/**
 * Invokes functions as event sources do: synchronously, one event each (<a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke, RequestResponse</a>).
 */
@FunctionalInterface
public interface Invoker {

    /**
     * Returns what came of the invocation; the stage fails only where the local cloud itself is broken or closing. It may
     * be completed on any thread, which must not be kept.
     *
     * @param function the function's name
     * @param event the payload, JSON
     */
    CompletionStage<InvocationOutcome> invoke(String function, byte[] event);
}
