package stage5.local.lambda;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/** JSON that callers of the Lambda API send. */
final class LambdaJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private LambdaJson() {}

    /**
     * Parses the body.
     *
     * @throws LambdaErrorException if it is not JSON
     */
    static JsonNode parse(byte[] body) {
        try {
            JsonNode parsed = MAPPER.readTree(body);
            if (parsed.isMissingNode()) {
                throw notJson("No content to map due to end-of-input");
            }
            return parsed;
        } catch (JacksonException e) {
            throw notJson(e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("Reading from a byte array failed", e);
        }
    }

    private static LambdaErrorException notJson(String reason) {
        return LambdaErrorException.invalidContent(
                "Could not parse request body into json: Could not parse payload into json: " + reason);
    }

    static boolean isValid(byte[] payload) {
        try {
            parse(payload);
            return true;
        } catch (LambdaErrorException e) {
            return false;
        }
    }

    /** Returns the text as a JSON string. */
    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
