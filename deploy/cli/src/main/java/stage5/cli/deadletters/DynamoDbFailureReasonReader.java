package stage5.cli.deadletters;

import static stage5.topology.StoredItem.FAILURE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import stage5.topology.Queue;
import stage5.topology.StoredItem.Attribute;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Reads failure reasons from the tables of the services whose consumers have stored them. */
public final class DynamoDbFailureReasonReader implements FailureReasonReader {

    /**
     * The most keys that <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
     * takes.
     */
    private static final int MAX_KEYS = 100;

    private final DynamoDbClient dynamo;
    private final Topology topology;

    public DynamoDbFailureReasonReader(DynamoDbClient dynamo, Topology topology) {
        this.dynamo = dynamo;
        this.topology = topology;
    }

    @Override
    public Map<String, DeadLetter.Failure> of(Queue queue, Collection<String> messageIds) {
        Map<String, DeadLetter.Failure> found = new HashMap<>();
        List<String> ids = List.copyOf(messageIds);
        for (int from = 0; from < ids.size(); from += MAX_KEYS) {
            read(queue, ids.subList(from, Math.min(from + MAX_KEYS, ids.size())), found);
        }
        return found;
    }

    private void read(Queue queue, List<String> messageIds, Map<String, DeadLetter.Failure> found) {
        String prefix = FAILURE.partition(queue.name() + "#");
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        for (String id : messageIds) {
            keys.add(Map.of(
                    Table.PARTITION,
                    AttributeValue.fromS(prefix + id),
                    Table.SORT,
                    AttributeValue.fromS(FAILURE.sort())));
        }
        Map<String, KeysAndAttributes> request = Map.of(
                tableOf(queue),
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
        dynamo.batchGetItemPaginator(get -> get.requestItems(request)).stream()
                .flatMap(page -> page.responses().values().stream())
                .flatMap(List::stream)
                .forEach(item -> found.put(item.get(Table.PARTITION).s().substring(prefix.length()), failure(item)));
    }

    /** Returns the table with the service's events, in which it also stores failures. */
    private String tableOf(Queue queue) {
        return topology.services().stream()
                .filter(service -> service.queues().contains(queue))
                .flatMap(service -> service.eventTable().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The service of " + queue.name() + " has no event store"))
                .name();
    }

    private static DeadLetter.Failure failure(Map<String, AttributeValue> item) {
        return new DeadLetter.Failure(
                item.get(Attribute.FAILURE).s(),
                item.get(Attribute.REASON).s(),
                Optional.ofNullable(item.get(Attribute.TRACE_ID))
                        .map(AttributeValue::s)
                        .orElse(null),
                Instant.parse(item.get(Attribute.FAILED_AT).s()),
                Long.parseLong(item.get(Attribute.FAILURES).n()));
    }
}
