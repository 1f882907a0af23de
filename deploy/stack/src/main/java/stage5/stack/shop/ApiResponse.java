package stage5.stack.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** What the shop answered to a request; {@code json} is a missing node where the body is empty. */
public record ApiResponse(String request, int status, JsonNode json) {

    /** Returns this answer; throws {@link ShopException} if its status is none of those expected. */
    public ApiResponse expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
            throw new ShopException("%s answered %d: %s".formatted(request, status, json));
        }
        return this;
    }

    /** Returns a text field; throws {@link ShopException} where it is missing. */
    public String text(String field) {
        JsonNode value = json.path(field);
        if (!value.isValueNode()) {
            throw new ShopException("%s answered without %s: %s".formatted(request, field, json));
        }
        return value.asText();
    }
}
