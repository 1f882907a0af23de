package stage5.local.lambda;

import java.util.UUID;

/**
 * One invocation of a function.
 *
 * @param requestId the id that the function, its log and the response contain; the retries of an asynchronous invocation
 *     have the same
 * @param function the function, and the qualifier that the caller has stated
 * @param event the payload, JSON
 * @param clientContext JSON from the caller; null if there is none
 * @param tail whether the caller requires the end of the invocation's log
 */
record InvocationRequest(
        String requestId, FunctionReference function, byte[] event, String clientContext, boolean tail) {

    static InvocationRequest of(FunctionReference function, byte[] event) {
        return new InvocationRequest(newId(), function, event, null, false);
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }
}
