package stage5.local.lambda;

/** What comes of an invocation (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>). */
public sealed interface InvocationOutcome {

    /** The function answered. */
    record Response(byte[] payload) implements InvocationOutcome {}

    /**
     * The function was run and failed: it reported an error, exited, or took longer than its time-out.
     *
     * @param type of the error: {@code Unhandled}, as in the header X-Amz-Function-Error
     * @param payload a JSON object with {@code errorType} and {@code errorMessage}
     */
    record FunctionError(String type, byte[] payload) implements InvocationOutcome {}

    /**
     * The function was not run.
     *
     * @param status 429 where its concurrency is used up, 404 where there is no such function, 413 where the event is
     *     too large, 502 where its artifact can't be started
     * @param type the exception's name in the API: {@code TooManyRequestsException}
     */
    record Refused(int status, String type, String message) implements InvocationOutcome {}
}
