package stage5.order.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.events.MovableClock;
import stage5.kit.web.money.Money;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderLine;
import stage5.order.reading.StreamItem.End;
import stage5.order.reading.StreamItem.Heartbeat;
import stage5.order.reading.StreamItem.Reconnect;
import stage5.order.reading.StreamItem.Update;

class StreamPositionTests {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Placed PLACED =
            Order.place("o", "c", List.of(new OrderLine("mug", "Mug", 1, new Money(100, "EUR"))), NOON);
    private static final Order OPEN = Order.fold(List.of(PLACED));
    private static final Order SETTLED = OPEN.after(new Confirmed(NOON));
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);

    private final MovableClock clock = new MovableClock();
    private final StreamPosition position = new StreamPosition(clock, HEARTBEAT, 0);

    @Test
    void shouldSendEachEventOnce_whenTheOrderChanges() {
        assertThat(position.advance(OPEN)).containsExactly(new Update(1, StreamedEvent.of(PLACED)));
        assertThat(position.advance(OPEN)).isEmpty();
        assertThat(position.advance(SETTLED)).hasSize(2).last().isInstanceOf(End.class);
    }

    @Test
    void shouldSendAllAndEnd_whenTheOrderIsSettled() {
        assertThat(position.advance(SETTLED))
                .extracting(Object::getClass)
                .isEqualTo(List.of(Update.class, Update.class, End.class));
    }

    @Test
    void shouldResumeAfterTheLastEvent_whenTheClientHasSome() {
        StreamPosition resumed = new StreamPosition(clock, HEARTBEAT, 1);

        assertThat(resumed.advance(SETTLED)).extracting(Object::getClass).isEqualTo(List.of(Update.class, End.class));
    }

    @Test
    void shouldOnlyEnd_whenTheClientIsAheadOfTheOrder() {
        assertThat(new StreamPosition(clock, HEARTBEAT, 7).advance(SETTLED)).containsExactly(new End());
    }

    @Test
    void shouldEndWithReconnect_whenAResponseHasUpdatesAndTheOrderIsNotSettled() {
        assertThat(position.advance(OPEN, false, RECONNECT_DELAY))
                .containsExactly(new Update(1, StreamedEvent.of(PLACED)), new Reconnect(RECONNECT_DELAY), new End());
    }

    @Test
    void shouldEndAResponseWithoutUpdates_onlyWhenItTimesOut() {
        StreamPosition resumed = new StreamPosition(clock, HEARTBEAT, 1);

        assertThat(resumed.advance(OPEN, false, RECONNECT_DELAY)).isEmpty();
        assertThat(resumed.advance(OPEN, true, RECONNECT_DELAY))
                .containsExactly(new Reconnect(RECONNECT_DELAY), new End());
    }

    @Test
    void shouldNotSendReconnect_whenTheOrderIsSettled() {
        assertThat(position.advance(SETTLED, true, RECONNECT_DELAY))
                .extracting(Object::getClass)
                .isEqualTo(List.of(Update.class, Update.class, End.class));
    }

    @Test
    void shouldSendAHeartbeat_whenIdleForTheInterval() {
        position.advance(OPEN);
        clock.advance(HEARTBEAT);

        assertThat(position.advance(OPEN)).containsExactly(new Heartbeat());
        assertThat(position.advance(OPEN)).isEmpty();
    }
}
