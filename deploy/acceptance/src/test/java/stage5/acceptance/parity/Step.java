package stage5.acceptance.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One recorded thing that is done to the shop: a request, a stream that is followed, messages put into a queue, a change
 * of the payment provider; with none of them, the shop is waited for until it has come to rest.
 *
 * @param name names its answer, its trace and its differences
 * @param request method and path, as {@code GET /api/home}
 * @param follow the path of a stream that is read until the order is settled
 * @param deliver the queue that the messages are put into
 * @param payment the settings that the payment provider is given
 * @param as whose access token goes with the request
 * @param body JSON, or a string that is sent as it is
 * @param capture where in the answer later steps find what they need, by its name: a JSON pointer or {@code header:etag}
 * @param until asks again until the answer has this; what was answered before is not compared
 * @param deadLetters how many of the messages end in the dead-letter queue
 */
record Step(
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

    Step {
        headers = headers == null ? Map.of() : headers;
        capture = capture == null ? Map.of() : capture;
        messages = messages == null ? List.of() : messages;
    }

    /** What an answer must hold: at the JSON pointer, this text. */
    record Until(String at, String is) {}

    /**
     * A message of a batch: an event of a contract's examples with some fields changed, or any text.
     *
     * @param example service and type, as {@code user-service/stage5.user.changed.v1}
     * @param with what to put in place of the example's fields, by JSON pointer
     */
    record QueuedMessage(String example, Map<String, JsonNode> with, String text) {}
}
