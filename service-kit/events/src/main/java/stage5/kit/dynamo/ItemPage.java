package stage5.kit.dynamo;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Some items of a table.
 *
 * @param next the cursor of the next page, or null on the last
 */
public record ItemPage(List<Map<String, AttributeValue>> items, String next) {

    public ItemPage {
        items = List.copyOf(items);
    }
}
