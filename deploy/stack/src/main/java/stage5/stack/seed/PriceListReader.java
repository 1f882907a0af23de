package stage5.stack.seed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import stage5.stack.shop.ShopException;
import stage5.topology.StoredItem;
import stage5.topology.Table;

/**
 * Reads order-service's price list, a read model of the product events. order-service accepts an order only for
 * products on this list. No API shows the list, so this class reads it from the table.
 */
final class PriceListReader {

    private static final StoredItem ITEM = StoredItem.PRICE;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    /**
     * The most keys that <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
     * takes.
     */
    private static final int BATCH = 100;

    private final DynamoDbClient dynamo;

    PriceListReader(DynamoDbClient dynamo) {
        this.dynamo = dynamo;
    }

    /**
     * Waits until all products are on the list; throws {@link ShopException} after the time-out. Each poll reads one
     * batch only: reading all products at once would slow down the local DynamoDB, which stores the prices meanwhile.
     */
    void await(Collection<String> skus, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<String> missing = new ArrayList<>(skus);
        while (!missing.isEmpty()) {
            List<String> batch = missing.subList(0, Math.min(BATCH, missing.size()));
            batch.removeAll(listed(List.copyOf(batch)));
            if (batch.isEmpty()) {
                continue;
            }
            if (System.nanoTime() > deadline) {
                throw new ShopException("order-service does not know %d products after %d s, for example %s"
                        .formatted(missing.size(), timeout.toSeconds(), missing.getFirst()));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    /** Returns the SKUs on the list. Keys that DynamoDB leaves unprocessed count as missing until the next poll. */
    private Set<String> listed(List<String> skus) {
        KeysAndAttributes request = KeysAndAttributes.builder()
                .keys(skus.stream()
                        .map(sku -> Map.of(
                                Table.PARTITION,
                                AttributeValue.fromS(ITEM.partition(sku)),
                                Table.SORT,
                                AttributeValue.fromS(ITEM.sort())))
                        .toList())
                .projectionExpression(StoredItem.Attribute.SKU)
                .build();
        return dynamo
                .batchGetItem(get -> get.requestItems(Map.of(ITEM.table(), request)))
                .responses()
                .get(ITEM.table())
                .stream()
                .map(item -> item.get(StoredItem.Attribute.SKU).s())
                .collect(Collectors.toSet());
    }
}
