package stage5.kit.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;

/**
 * Reads the JSON of responses with Jackson. REST Assured compiles a Groovy script for each path that it reads, which takes
 * longer than most requests.
 */
public final class ResponseJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResponseJson() {}

    /** Returns the body of a response; throws {@link AssertionError} if the status is different or the body is not JSON. */
    public static JsonNode of(Response response, int status) {
        response.then().statusCode(status);
        try {
            return JSON.readTree(response.asString());
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + response.asString(), e);
        }
    }
}
