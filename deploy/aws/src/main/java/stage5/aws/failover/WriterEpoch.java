package stage5.aws.failover;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.stack.StackException;
import stage5.topology.FenceTable;
import stage5.topology.Table;

/**
 * The item of the {@link FenceTable}. A failover writes it twice: a higher epoch without a region, and after {@link
 * FenceTable#HANDOVER} the new region. In between no region may write, and every process of the former region has noticed. A
 * failover that is interrupted in between is safe, and runs again. Each write requires the item that was read before, so that of
 * two failovers at a time one fails.
 */
public final class WriterEpoch {

    private static final Map<String, String> NAMES = Map.of("#epoch", FenceTable.EPOCH, "#region", FenceTable.REGION);

    private final DynamoDbClient client;
    private final Pause pause;

    /**
     * What the item says.
     *
     * @param region that may write; empty during a failover
     */
    public record State(long epoch, Optional<String> region) {}

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void until(Duration passed) throws InterruptedException;
    }

    /** @param client of a region with a replica of the table */
    public WriterEpoch(DynamoDbClient client, Pause pause) {
        this.client = client;
        this.pause = pause;
    }

    /** Returns the state; empty before the first failover, when no region has ever written. */
    public Optional<State> read() {
        Map<String, AttributeValue> item = client.getItem(
                        get -> get.tableName(FenceTable.NAME).key(key()).consistentRead(true))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(new State(
                        Long.parseLong(item.get(FenceTable.EPOCH).n()),
                        Optional.ofNullable(item.get(FenceTable.REGION)).map(AttributeValue::s)));
    }

    /**
     * Lets the region write, and no other. Returns the state then; at once if it may write already, or if no region has ever
     * written.
     */
    public State moveTo(String region) throws InterruptedException {
        Optional<State> before = read();
        if (before.isEmpty()) {
            return write(new State(1, Optional.of(region)), "attribute_not_exists(#epoch)", Map.of());
        }
        if (before.get().region().equals(Optional.of(region))) {
            return before.get();
        }
        State closed = before.get().region().isPresent() ? close(before.get()) : before.get();
        pause.until(FenceTable.HANDOVER);
        return write(
                new State(closed.epoch(), Optional.of(region)),
                "#epoch = :expected AND attribute_not_exists(#region)",
                expected(closed));
    }

    private State close(State before) {
        return write(
                new State(before.epoch() + 1, Optional.empty()),
                "#epoch = :expected AND attribute_exists(#region)",
                expected(before));
    }

    private State write(State state, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> item = new HashMap<>(key());
        item.put(FenceTable.EPOCH, number(state.epoch()));
        state.region().ifPresent(region -> item.put(FenceTable.REGION, AttributeValue.fromS(region)));
        Map<String, String> names = new HashMap<>(NAMES);
        names.values().removeIf(name -> !condition.contains("#" + name));
        try {
            client.putItem(put -> put.tableName(FenceTable.NAME)
                    .item(item)
                    .conditionExpression(condition)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values.isEmpty() ? null : values));
        } catch (ConditionalCheckFailedException e) {
            throw new StackException(
                    "Another failover has changed the epoch meanwhile. Nothing was changed by this one since.");
        }
        return state;
    }

    private static Map<String, AttributeValue> expected(State state) {
        return Map.of(":expected", number(state.epoch()));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static Map<String, AttributeValue> key() {
        return Map.of(
                Table.PARTITION, AttributeValue.fromS(FenceTable.PARTITION),
                Table.SORT, AttributeValue.fromS(FenceTable.SORT));
    }
}
