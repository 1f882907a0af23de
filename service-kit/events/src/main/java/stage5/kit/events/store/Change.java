package stage5.kit.events.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.outbox.OutboxItems;

/**
 * Collects the items of one DynamoDB transaction on a service's own table: state and events. {@link EventStore#commit}
 * writes all of them or none (at most {@value #MAX_ITEMS} items, <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems
 * </a>). Each item has a label; {@link ConditionsFailed} names the labels whose condition did not hold.
 */
public final class Change {

    /** The most items of a change: DynamoDB's limit for a transaction. */
    public static final int MAX_ITEMS = 100;

    /** The label of an appended event: its condition fails if the sequence number is taken by a concurrent change. */
    public static final String SEQUENCE = "sequence";

    /** The label of an event's outbox item, which has no condition. */
    public static final String OUTBOX = "outbox";

    private final String table;
    private final OutboxItems outbox;
    private final List<TransactWriteItem> items = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Map<String, AttributeValue>> obsolete = new ArrayList<>();
    private boolean withoutToken;
    private Consumer<Set<String>> contended = labels -> {};

    Change(String table, OutboxItems outbox) {
        this.table = table;
        this.outbox = outbox;
    }

    /** Adds an item to put; the table is set already. */
    public Change put(String label, Consumer<Put.Builder> put) {
        Put.Builder builder = Put.builder().tableName(table);
        put.accept(builder);
        return add(label, TransactWriteItem.builder().put(builder.build()).build());
    }

    /** Adds an item to update; the table is set already. */
    public Change update(String label, Consumer<Update.Builder> update) {
        Update.Builder builder = Update.builder().tableName(table);
        update.accept(builder);
        return add(label, TransactWriteItem.builder().update(builder.build()).build());
    }

    /** Adds an item to delete; the table is set already. */
    public Change delete(String label, Consumer<Delete.Builder> delete) {
        Delete.Builder builder = Delete.builder().tableName(table);
        delete.accept(builder);
        return add(label, TransactWriteItem.builder().delete(builder.build()).build());
    }

    /**
     * Adds the key of an item that is obsolete once {@link EventStore#commit} has written this change. It is deleted with
     * the outbox items, many in one request: for half the units of a delete in the transaction, but later. If the process
     * ends before that, the item stays. So its readers have to recognize it as obsolete.
     */
    public Change deleteLater(Map<String, AttributeValue> key) {
        obsolete.add(key);
        return this;
    }

    /** Adds a condition on an item that is not written; the table is set already. */
    public Change check(String label, Consumer<ConditionCheck.Builder> check) {
        ConditionCheck.Builder builder = ConditionCheck.builder().tableName(table);
        check.accept(builder);
        return add(
                label,
                TransactWriteItem.builder().conditionCheck(builder.build()).build());
    }

    /**
     * Adds an event to store, and its outbox item: it is published after the commit. An event whose type has no
     * subscriber is only stored.
     */
    public Change append(Event event) {
        return append(SEQUENCE, event, Map.of());
    }

    /**
     * Adds an event that another item of this change stores, with its key and as attribute {@link EventItems#EVENT}. It is
     * published after the commit if its type has a subscriber; then its outbox item is added.
     */
    public Change announce(Event event) {
        events.add(event);
        return outbox.isPublished(event) ? put(OUTBOX, put -> put.item(outbox.item(event))) : this;
    }

    /**
     * Makes a change that is one update a plain write, which costs half the units of a transaction. A transaction has an
     * idempotency token, so that its repetition after a lost response succeeds (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">ClientRequestToken
     * </a>). A plain write has none: the commit may fail with {@link ConditionsFailed} because an attempt of this commit has
     * written the change. The caller has to recognize that. A change of several items remains a transaction.
     */
    public Change withoutToken() {
        withoutToken = true;
        return this;
    }

    /**
     * Sets what is called with the labels of the items because of which an attempt of the transaction fails, although it
     * may succeed later: another transaction holds them, or DynamoDB throttles their partition. The commit repeats the
     * attempt, and calls this for each.
     */
    public Change whenContended(Consumer<Set<String>> observer) {
        contended = observer;
        return this;
    }

    /**
     * Adds an event to store as {@link #append(Event)} does; its item also holds state, so that both cost one write. The
     * condition, that the sequence number is not taken, has its own label.
     *
     * @param state attributes of the item; later changes may update them, but not the event
     */
    public Change append(String label, Event event, Map<String, AttributeValue> state) {
        Map<String, AttributeValue> item = new HashMap<>(state);
        item.putAll(EventItems.item(event));
        return put(label, put -> put.item(item).conditionExpression("attribute_not_exists(pk)"))
                .announce(event);
    }

    /**
     * Adds the items and events of another change, which are then written in the same transaction. No item may be in
     * both changes.
     */
    public Change addAll(Change other) {
        items.addAll(other.items);
        labels.addAll(other.labels);
        events.addAll(other.events);
        obsolete.addAll(other.obsolete);
        return this;
    }

    /** Returns the number of items; a commit fails if it exceeds {@link #MAX_ITEMS}. */
    public int size() {
        return items.size();
    }

    /** Returns the events to store, in the order in which they were appended. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    List<Map<String, AttributeValue>> obsolete() {
        return obsolete;
    }

    List<TransactWriteItem> items() {
        return items;
    }

    /** Returns whether the change is written as one plain update instead of a transaction. */
    boolean isPlainWrite() {
        return withoutToken && items.size() == 1 && items.getFirst().update() != null;
    }

    List<String> labels() {
        return labels;
    }

    Consumer<Set<String>> contended() {
        return contended;
    }

    private Change add(String label, TransactWriteItem item) {
        labels.add(label);
        items.add(item);
        return this;
    }
}
