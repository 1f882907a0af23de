package stage5.kit.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.dynamodb.InMemoryDynamoDb;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.TestEvents;

class EventStoreTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String TABLE = "orders";

    private final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    private final EventStore store = TestEventStores.readOnly(new Dynamo(dynamoDb, TIMEOUT), TABLE);
    private final Event event = TestEvents.event("order/1", 1, Instant.EPOCH);

    @Test
    void shouldReadTheEventsOnly_whenTheTableHasOtherItems() {
        dynamoDb.put(TABLE, EventItems.item(event));
        dynamoDb.put(TABLE, key("order/1", "SAGA"));

        EventPage page = scan();

        assertThat(page.events()).containsExactly(event);
        assertThat(page.unreadable()).isEmpty();
        assertThat(page.next()).isNull();
        assertThat(store.read("order/1", 1).await().atMost(TIMEOUT)).contains(event);
    }

    @Test
    void shouldSkipAnItem_whenItHasNoEventYet() {
        dynamoDb.put(TABLE, with(Map.of("status", s("sending"))));

        EventPage page = scan();

        assertThat(page.events()).isEmpty();
        assertThat(page.unreadable()).isEmpty();
        assertThat(store.read("mail/1", 1).await().atMost(TIMEOUT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "not JSON", "{\"id\":\"1\",\"time\":\"yesterday\"}"})
    void shouldNameTheItemAndTheReason_whenAnEventCannotBeDecoded(String json) {
        dynamoDb.put(TABLE, EventItems.item(event));
        dynamoDb.put(TABLE, with(Map.of(EventItems.EVENT, s(json))));

        EventPage page = scan();

        assertThat(page.events()).containsExactly(event);
        assertThat(page.unreadable()).singleElement().satisfies(unreadable -> {
            assertThat(unreadable.subject()).isEqualTo("mail/1");
            assertThat(unreadable.sortKey()).isEqualTo("EVENT#0000000001");
            assertThat(unreadable.reason())
                    .contains("MalformedEventException")
                    .doesNotContain("\n")
                    .hasSizeLessThanOrEqualTo(UnreadableEvent.MAX_REASON);
        });
    }

    @Test
    void shouldNameTheItem_whenTheAttributeOfTheEventIsNoText() {
        dynamoDb.put(TABLE, with(Map.of(EventItems.EVENT, AttributeValue.fromBool(true))));

        assertThat(scan().unreadable()).extracting(UnreadableEvent::subject).containsExactly("mail/1");
    }

    @Test
    void shouldReadAllEventsOfASubjectInOrder_whenTheyNeedSeveralPages() {
        List<Event> events = LongStream.rangeClosed(1, 2 * InMemoryDynamoDb.QUERY_PAGE + 1)
                .mapToObj(sequence -> TestEvents.event("order/2", sequence, Instant.EPOCH))
                .toList();
        dynamoDb.put(TABLE, EventItems.item(event));
        events.reversed().forEach(each -> dynamoDb.put(TABLE, EventItems.item(each)));
        dynamoDb.put(TABLE, key("order/2", "SAGA"));

        assertThat(store.read("order/2").await().atMost(TIMEOUT)).isEqualTo(events);
    }

    private EventPage scan() {
        return store.scan(0, 1, null).await().atMost(TIMEOUT);
    }

    private static Map<String, AttributeValue> with(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.key("mail/1", 1));
        item.putAll(attributes);
        return item;
    }
}
