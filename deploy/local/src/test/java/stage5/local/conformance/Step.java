package stage5.local.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/**
 * One step of a case: an API call, a raw HTTP request, or a look at the invocations of the case's function. Exactly one of
 * {@code action}, {@code http} and {@code invocations} is set.
 *
 * @param service the service that is called; null means the file's service
 * @param action the API's name of the call
 * @param parameters the parameters of the call, in the API's names
 * @param http the method of a raw request
 * @param path path and query of a raw request, sent exactly as they are
 * @param headers the headers of a raw request; a value may be an array
 * @param body the body of a raw request: text, or another value that is sent as JSON
 * @param form the parameters of a form-encoded body
 * @param sign whether a raw request is signed; null means true
 * @param invocations whether the step returns what the case's function has received
 * @param as the name under which later steps refer to the result
 * @param region the region of the call; null means the case's region
 * @param eventually whether the step is repeated until the expectation holds
 * @param collect the name of an array whose elements of all repetitions are joined
 * @param concurrently by how many callers, and how often by each, the call is made; null means once
 * @param expected the expected result; null means success
 */
record Step(
        String service,
        String action,
        ObjectNode parameters,
        String http,
        String path,
        ObjectNode headers,
        JsonNode body,
        ObjectNode form,
        Boolean sign,
        boolean invocations,
        @JsonProperty("as") String name,
        String region,
        boolean eventually,
        String collect,
        Concurrency concurrently,
        ObjectNode expected) {

    /** Concurrent callers; each makes its calls one after the other. */
    record Concurrency(int callers, int calls) {}

    Step {
        long kinds = Stream.of(action != null, http != null, invocations)
                .filter(kind -> kind)
                .count();
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "A step needs exactly one of action, http and invocations: " + action + " " + http);
        }
        if (collect != null && !eventually) {
            throw new IllegalArgumentException("collect needs eventually");
        }
    }

    /** Returns the text that names the step in a failure's message. */
    String label() {
        if (invocations) {
            return "invocations";
        }
        return action == null ? http + " " + path : action;
    }
}
