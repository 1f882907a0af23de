package stage5.catalog.store;

import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads stock items together with the items of their further buckets. These cost a second read, and only if a stock is
 * split. The reads are no snapshot: units that are transferred between two buckets meanwhile may be counted twice, or
 * not at all. Each transfer raises both versions, so that a second read, or the condition of a write, shows it.
 */
@ApplicationScoped
class StockReader {

    private final BatchReader reader;

    StockReader(BatchReader reader) {
        this.reader = reader;
    }

    static boolean isStock(Map<String, AttributeValue> item) {
        return string(item, SK).equals(StockItems.STOCK);
    }

    /** Completes with the items that exist, and with all buckets of each main stock item, in no particular order. */
    Uni<List<Map<String, AttributeValue>>> read(List<Map<String, AttributeValue>> keys) {
        return reader.read(keys).chain(items -> {
            List<Map<String, AttributeValue>> further = items.stream()
                    .filter(StockReader::isStock)
                    .flatMap(item -> StockItems.furtherKeys(item).stream())
                    .toList();
            return further.isEmpty()
                    ? Uni.createFrom().item(items)
                    : reader.read(further).map(buckets -> {
                        List<Map<String, AttributeValue>> all = new ArrayList<>(items);
                        all.addAll(buckets);
                        return all;
                    });
        });
    }
}
