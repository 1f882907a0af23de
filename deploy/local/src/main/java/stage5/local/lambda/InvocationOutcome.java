package stage5.local.lambda;

/**
 * The outcome of an invocation (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>).
 */
public sealed interface InvocationOutcome {

    /** The function returned a response. */
    record Response(byte[] payload) implements InvocationOutcome {}

    /**
     * The function was invoked and failed: it reported an error, exited, or exceeded its time-out.
     *
     * @param type the value of the header X-Amz-Function-Error: {@code Unhandled}
     * @param payload a JSON object with {@code errorType} and {@code errorMessage}
     */
    record FunctionError(String type, byte[] payload) implements InvocationOutcome {}

    /**
     * The function was not invoked.
     *
     * @param status 429 if it is throttled, 404 if there is no such function, 413 if the event is too large, 502 if its
     *     artifact can't be started
     * @param type the exception's name in the API, such as {@code TooManyRequestsException}
     */
    record Refused(int status, String type, String message) implements InvocationOutcome {

        /** Returns the outcome for an event that exceeds the limit of the invocation type, both in bytes. */
        static Refused tooLarge(int size, String invocationType, int limit) {
            return new Refused(
                    413,
                    "RequestTooLargeException",
                    "%d byte payload is too large for the %s invocation type (limit %d bytes)"
                            .formatted(size, invocationType, limit));
        }
    }
}
