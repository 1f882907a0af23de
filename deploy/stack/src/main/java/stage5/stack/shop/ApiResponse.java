package stage5.stack.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Response of an API.
 *
 * @param request method and path of the request
 * @param retryAfter the delay in the header {@code Retry-After}; empty without the header
 * @param json the body: a missing node if it is empty, a text node if it is not JSON
 */
public record ApiResponse(String request, int status, Optional<Duration> retryAfter, JsonNode json) {

    /** Returns this response; throws {@link ShopException} unless its status is one of the given ones. */
    public ApiResponse expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
            throw new ShopException("%s answered %d: %s".formatted(request, status, json));
        }
        return this;
    }

    /** Returns the value of a field as text; throws {@link ShopException} if it is missing or not a scalar. */
    public String text(String field) {
        JsonNode value = json.path(field);
        if (!value.isValueNode()) {
            throw new ShopException("%s answered without %s: %s".formatted(request, field, json));
        }
        return value.asText();
    }
}
