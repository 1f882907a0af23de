package stage5.kit.events.dynamodb;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One page of a scan.
 *
 * @param next the cursor of the next page, or null on the last page
 */
public record ItemPage(List<Map<String, AttributeValue>> items, String next) {

    public ItemPage {
        items = List.copyOf(items);
    }
}
