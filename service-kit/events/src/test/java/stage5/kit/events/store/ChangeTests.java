package stage5.kit.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.number;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.testing.Expiry;

class ChangeTests {

    @Test
    void shouldHaveTheItemsAndEventsOfAllParts_whenChangesAreJoined() {
        Event one = TestEvents.event("product/1", 1, Instant.EPOCH);
        Event two = TestEvents.event("product/2", 1, Instant.EPOCH);
        Change first = change("first").append(one);
        Change second = change("second").append(two);

        Change joined = new Change("test", Clock.systemUTC()).addAll(first).addAll(second);

        assertThat(joined.size()).isEqualTo(4);
        assertThat(joined.labels()).containsExactly("first", Change.SEQUENCE, "second", Change.SEQUENCE);
        assertThat(joined.items())
                .containsExactly(
                        first.items().get(0),
                        first.items().get(1),
                        second.items().get(0),
                        second.items().get(1));
        assertThat(joined.events()).containsExactly(one, two);
        assertThat(first.size()).as("a part stays unchanged").isEqualTo(2);
    }

    @Test
    void shouldKeepTheRecordOfAConsumedEvent_longerThanSqsDeliversItAgain() {
        Instant now = Instant.parse("2026-01-02T10:15:30Z");

        Change change = new Change("test", Clock.fixed(now, ZoneOffset.UTC))
                .once("catalog-orders", TestEvents.event("order/1", 1, now));

        Expiry.assertEpochSeconds(
                number(change.items().getFirst().put().item(), "expiresAt"), now, Duration.ofDays(15));
    }

    private static Change change(String label) {
        return new Change("test", Clock.systemUTC()).delete(label, delete -> delete.key(key("pk", label)));
    }
}
