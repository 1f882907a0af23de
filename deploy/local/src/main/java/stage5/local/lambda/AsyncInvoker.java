package stage5.local.lambda;

/**
 * Invokes functions asynchronously, with Lambda's retries and destinations (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html">asynchronous invocation</a>).
 */
@FunctionalInterface
public interface AsyncInvoker {

    /**
     * Queues the event and returns.
     *
     * @param function the function's name
     * @param event the payload, JSON
     */
    void invokeLater(String function, byte[] event);
}
