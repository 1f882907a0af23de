package stage5.acceptance.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One step of the script: a request, a followed event stream, messages for a queue, or a change of the payment provider's
 * settings. A step with none of them waits until the shop is idle.
 *
 * @param name the name of the step's fields in a recording
 * @param request method and path, such as {@code GET /api/home}
 * @param follow the path of a stream that is read until the order is settled
 * @param deliver the queue that receives the messages
 * @param payment new settings of the payment provider
 * @param as the variable with the request's access token
 * @param body JSON, or a string that is sent unchanged
 * @param capture variables for later steps, each with the place of its value in the response: a JSON pointer or, for
 *     example, {@code header:etag}
 * @param until repeats the request until the response has this value; only the last response is compared
 * @param deadLetters how many of the messages become dead letters
 */
record ScriptStep(
        String name,
        String request,
        String follow,
        String deliver,
        JsonNode payment,
        String as,
        Map<String, String> headers,
        JsonNode body,
        Map<String, String> capture,
        Until until,
        List<QueuedMessage> messages,
        int deadLetters) {

    ScriptStep {
        headers = headers == null ? Map.of() : headers;
        capture = capture == null ? Map.of() : capture;
        messages = messages == null ? List.of() : messages;
    }

    /** The text that a response must have at a JSON pointer. */
    record Until(String at, String is) {}

    /**
     * A message: an event from a contract's examples with some fields replaced, or any text.
     *
     * @param example service and event type, such as {@code user-service/stage5.user.changed.v1}
     * @param with replacements of the example's fields, by JSON pointer
     */
    record QueuedMessage(String example, Map<String, JsonNode> with, String text) {}
}
