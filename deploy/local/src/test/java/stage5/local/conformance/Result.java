package stage5.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a call returned.
 *
 * @param code the error code; null for a success
 * @param message the error message; null for a success
 * @param headers the values by lower-case name
 * @param body the body as text; null if the driver does not return it
 * @param fields the members of the body
 */
record Result(
        int status, String code, String message, Map<String, List<String>> headers, String body, JsonNode fields) {

    boolean isSuccess() {
        return status / 100 == 2 && code == null;
    }

    /** Returns this result with other members of the body. */
    Result with(ObjectNode others) {
        return new Result(status, code, message, headers, body, others);
    }

    @Override
    public String toString() {
        String text = body == null ? fields.toString() : body;
        return status + (code == null ? "" : " " + code + ": " + message) + " "
                + (text.length() > 1000 ? text.substring(0, 1000) + "..." : text);
    }
}
