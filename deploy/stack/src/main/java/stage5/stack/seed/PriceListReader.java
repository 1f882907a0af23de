package stage5.stack.seed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import stage5.stack.shop.ShopException;

/**
 * The price list that order-service learns from events. It takes an order only for what is on it, and no call of its
 * API tells what is, so it is looked up where order-service keeps it.
 */
final class PriceListReader {

    private static final String TABLE = "orders";
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

    /** Returns once all products are on the list; throws {@link ShopException} if that takes too long. */
    void await(Collection<String> skus, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Set<String> missing = new LinkedHashSet<>(skus);
        while (true) {
            missing.removeAll(listed(missing));
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new ShopException("order-service still does not know %d products after %d s, %s among them"
                        .formatted(
                                missing.size(),
                                timeout.toSeconds(),
                                missing.iterator().next()));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private List<String> listed(Set<String> skus) {
        List<String> listed = new ArrayList<>();
        List<String> all = List.copyOf(skus);
        for (int from = 0; from < all.size(); from += BATCH) {
            listed.addAll(listed(all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        return listed;
    }

    /** What DynamoDB leaves unprocessed counts as missing, and is asked for again. */
    private List<String> listed(List<String> skus) {
        KeysAndAttributes wanted = KeysAndAttributes.builder()
                .keys(skus.stream()
                        .map(sku ->
                                Map.of("pk", AttributeValue.fromS("price/" + sku), "sk", AttributeValue.fromS("PRICE")))
                        .toList())
                .projectionExpression("sku")
                .build();
        return dynamo.batchGetItem(get -> get.requestItems(Map.of(TABLE, wanted))).responses().get(TABLE).stream()
                .map(item -> item.get("sku").s())
                .toList();
    }
}
