package stage5.kit.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;

import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.TestEvents;

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

    private static Change change(String label) {
        return new Change("test", Clock.systemUTC()).delete(label, delete -> delete.key(key("pk", label)));
    }
}
