package stage5.kit.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.outbox.OutboxItems;
import stage5.kit.events.outbox.TestOutboxSettings;

class ChangeTests {

    private static final OutboxItems OUTBOX = new OutboxItems(TestOutboxSettings.DEFAULT);

    @Test
    void shouldHaveTheItemsAndEventsOfAllParts_whenChangesAreJoined() {
        Event one = TestEvents.event("product/1", 1, Instant.EPOCH);
        Event two = TestEvents.event("product/2", 1, Instant.EPOCH);
        Change first = change("first").append(one);
        Change second = change("second").append(two);

        Change joined = new Change("test", OUTBOX).addAll(first).addAll(second);

        assertThat(joined.size()).isEqualTo(6);
        assertThat(joined.labels())
                .containsExactly("first", Change.SEQUENCE, Change.OUTBOX, "second", Change.SEQUENCE, Change.OUTBOX);
        assertThat(joined.items())
                .containsExactlyElementsOf(Stream.concat(first.items().stream(), second.items().stream())
                        .toList());
        assertThat(joined.events()).containsExactly(one, two);
        assertThat(first.size()).as("a part stays unchanged").isEqualTo(3);
    }

    @Test
    void shouldHaveTheCallersKeyAndItsOwnTable_whenAnItemIsAdded() {
        Map<String, AttributeValue> key = key("one", "two");

        List<TransactWriteItem> items = new Change("test", OUTBOX)
                .put("put", put -> put.item(key))
                .update("update", update -> update.key(key))
                .delete("delete", delete -> delete.key(key))
                .check("check", check -> check.key(key))
                .items();

        assertThat(List.of(
                        items.get(0).put().item(),
                        items.get(1).update().key(),
                        items.get(2).delete().key(),
                        items.get(3).conditionCheck().key()))
                .containsOnly(key);
        assertThat(List.of(
                        items.get(0).put().tableName(),
                        items.get(1).update().tableName(),
                        items.get(2).delete().tableName(),
                        items.get(3).conditionCheck().tableName()))
                .containsOnly("test");
    }

    @Test
    void shouldHaveAnOutboxItemWithoutTheEvent_whenAnEventIsAppended() {
        Event event = TestEvents.event("product/1", 7, Instant.ofEpochMilli(1_000_000_000_123L));

        Change change = change("first").append(event);

        assertThat(change.items().get(1).put().item())
                .as("the event's own item")
                .containsOnlyKeys("pk", "sk", "eventId", "event");
        Map<String, AttributeValue> item = change.items().get(2).put().item();
        assertThat(item).containsOnlyKeys("pk", "sk");
        assertThat(item.get("pk").s()).matches("OUTBOX#[0-3]");
        assertThat(item.get("sk").s()).isEqualTo("1000000000123#product/1#0000000007");
    }

    @Test
    void shouldRequireThatTheSequenceIsFree_whenAnEventIsAppended() {
        Event event = TestEvents.event("product/1", 7, Instant.EPOCH);

        Change change = change("first").append(event).append("order", event, Map.of());

        assertThat(List.of(change.items().get(1), change.items().get(3)))
                .allSatisfy(item -> assertThat(item.put().conditionExpression()).isEqualTo("attribute_not_exists(pk)"));
        assertThat(change.labels().get(1)).isEqualTo(Change.SEQUENCE);
        assertThat(change.labels().get(3)).isEqualTo("order");
    }

    @Test
    void shouldStoreTheEventOnly_whenItsTypeHasNoSubscriber() {
        Event event = TestEvents.event("product/1", 1, Instant.EPOCH);

        Change change =
                new Change("test", new OutboxItems(TestOutboxSettings.unsubscribed(event.type()))).append(event);

        assertThat(change.labels()).containsExactly(Change.SEQUENCE);
        assertThat(change.events()).containsExactly(event);
    }

    @Test
    void shouldAddTheOutboxItemOnly_whenAnotherItemStoresTheEvent() {
        Event event = TestEvents.event("mail/1", 1, Instant.EPOCH);

        Change change = new Change("test", OUTBOX).announce(event);

        assertThat(change.labels()).containsExactly(Change.OUTBOX);
        assertThat(change.items().getFirst().put().item().get("sk").s()).endsWith("#mail/1#0000000001");
        assertThat(change.events()).containsExactly(event);
    }

    @Test
    void shouldAddNothing_whenAnotherItemStoresAnEventWithoutASubscriber() {
        Event event = TestEvents.event("mail/1", 1, Instant.EPOCH);

        Change change =
                new Change("test", new OutboxItems(TestOutboxSettings.unsubscribed(event.type()))).announce(event);

        assertThat(change.labels()).isEmpty();
    }

    private static Change change(String label) {
        return new Change("test", OUTBOX).delete(label, delete -> delete.key(key("pk", label)));
    }
}
