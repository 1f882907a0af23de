package stage5.kit.store;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.kit.event.Event;

/**
 * State, events and the memory of what was consumed, written together or not at all: one DynamoDB transaction (at most
 * 100 items, <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems
 * </a>). Each part has a label; {@link ConditionsFailed} names those whose condition did not hold.
 */
public final class Change {

    /** The label of an event that was appended: its sequence number was taken, so somebody else was faster. */
    public static final String SEQUENCE = "sequence";

    /** The label of {@link #once}: the event had been consumed before. */
    public static final String CONSUMED = "consumed";

    private final EventStore store;
    private final List<TransactWriteItem> items = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    Change(EventStore store) {
        this.store = store;
    }

    /** Adds an item to put; the table is this service's own. */
    public Change put(String label, Consumer<Put.Builder> put) {
        Put.Builder builder = Put.builder().tableName(store.table());
        put.accept(builder);
        return add(label, TransactWriteItem.builder().put(builder.build()).build());
    }

    /** Adds an item to update. */
    public Change update(String label, Consumer<Update.Builder> update) {
        Update.Builder builder = Update.builder().tableName(store.table());
        update.accept(builder);
        return add(label, TransactWriteItem.builder().update(builder.build()).build());
    }

    /** Adds an item to delete. */
    public Change delete(String label, Consumer<Delete.Builder> delete) {
        Delete.Builder builder = Delete.builder().tableName(store.table());
        delete.accept(builder);
        return add(label, TransactWriteItem.builder().delete(builder.build()).build());
    }

    /** Adds a condition on an item that stays as it is. */
    public Change check(String label, Consumer<ConditionCheck.Builder> check) {
        ConditionCheck.Builder builder = ConditionCheck.builder().tableName(store.table());
        check.accept(builder);
        return add(
                label,
                TransactWriteItem.builder().conditionCheck(builder.build()).build());
    }

    /** Adds an event to store and, after the commit, to publish. */
    public Change append(Event event) {
        events.add(event);
        return add(
                SEQUENCE, TransactWriteItem.builder().put(store.eventPut(event)).build());
    }

    /** Makes the change happen once per consumed event, however often that is delivered. */
    public Change once(String consumer, Event event) {
        return add(
                CONSUMED,
                TransactWriteItem.builder()
                        .put(store.consumedPut(consumer, event))
                        .build());
    }

    /**
     * Returns when the change is durable and its events are published, or left to the sweeper because publishing took
     * too long; fails with {@link ConditionsFailed} and then nothing is written.
     */
    public Uni<Void> commit() {
        return store.commit(this);
    }

    List<TransactWriteItem> items() {
        return items;
    }

    List<String> labels() {
        return labels;
    }

    List<Event> events() {
        return events;
    }

    private Change add(String label, TransactWriteItem item) {
        labels.add(label);
        items.add(item);
        return this;
    }
}
