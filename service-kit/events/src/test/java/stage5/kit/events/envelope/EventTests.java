package stage5.kit.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventTests {

    private static final Instant NOW = Instant.parse("2026-01-02T10:15:30Z");

    @Test
    void shouldReturnTheTimeSinceTheEvent() {
        assertThat(at(NOW.minusMillis(250)).age(NOW)).isEqualTo(Duration.ofMillis(250));
        assertThat(at(NOW.minus(Event.MAX_AGE)).age(NOW)).isEqualTo(Event.MAX_AGE);
    }

    @Test
    void shouldReturnZero_whenTheClockOfThePublisherIsAhead() {
        assertThat(at(NOW.plusSeconds(1)).age(NOW)).isZero();
        assertThat(at(Instant.MAX).age(NOW)).isZero();
    }

    @Test
    void shouldReturnTheHighestAge_whenTheEventIsDatedInYearOne() {
        assertThat(at(Instant.parse("0001-01-01T00:00:00Z")).age(NOW)).isEqualTo(Event.MAX_AGE);
        assertThat(at(Instant.MIN).age(NOW)).isEqualTo(Event.MAX_AGE);
    }

    private static Event at(Instant time) {
        return TestEvents.event("order/1", 1, time);
    }
}
