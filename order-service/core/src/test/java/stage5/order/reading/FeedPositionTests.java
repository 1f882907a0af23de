package stage5.order.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.money.Money;
import stage5.order.MovableClock;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderLine;
import stage5.order.reading.FeedItem.ComeBack;
import stage5.order.reading.FeedItem.End;
import stage5.order.reading.FeedItem.Heartbeat;
import stage5.order.reading.FeedItem.News;

class FeedPositionTests {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Placed PLACED =
            Order.place("o", "c", List.of(new OrderLine("mug", "Mug", 1, new Money(100, "EUR"))), NOON);
    private static final Order OPEN = Order.fold(List.of(PLACED));
    private static final Order SETTLED = OPEN.after(new Confirmed(NOON));
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration COME_BACK = Duration.ofMillis(500);

    private final MovableClock clock = new MovableClock();
    private final FeedPosition position = new FeedPosition(clock, HEARTBEAT, 0);

    @Test
    void shouldSendEachEventOnce() {
        assertThat(position.advance(OPEN)).containsExactly(new News(1, FeedEntry.of(PLACED)));
        assertThat(position.advance(OPEN)).isEmpty();
        assertThat(position.advance(SETTLED)).hasSize(2).last().isInstanceOf(End.class);
    }

    @Test
    void shouldSendAllAndEnd_whenTheOrderIsSettled() {
        assertThat(position.advance(SETTLED))
                .extracting(Object::getClass)
                .isEqualTo(List.of(News.class, News.class, End.class));
    }

    @Test
    void shouldGoOnAfterTheLast_whenTheClientHasSomeAlready() {
        FeedPosition resumed = new FeedPosition(clock, HEARTBEAT, 1);

        assertThat(resumed.advance(SETTLED)).extracting(Object::getClass).isEqualTo(List.of(News.class, End.class));
    }

    @Test
    void shouldJustEnd_whenTheClientHasMoreThanThereIs() {
        assertThat(new FeedPosition(clock, HEARTBEAT, 7).advance(SETTLED)).containsExactly(new End());
    }

    @Test
    void shouldSendTheClientOnItsWay_whenAnAnswerHasNewsAndTheOrderGoesOn() {
        assertThat(position.advance(OPEN, false, COME_BACK))
                .containsExactly(new News(1, FeedEntry.of(PLACED)), new ComeBack(COME_BACK), new End());
    }

    @Test
    void shouldEndAnAnswerWithoutNews_onlyWhenItsTimeIsUp() {
        FeedPosition resumed = new FeedPosition(clock, HEARTBEAT, 1);

        assertThat(resumed.advance(OPEN, false, COME_BACK)).isEmpty();
        assertThat(resumed.advance(OPEN, true, COME_BACK)).containsExactly(new ComeBack(COME_BACK), new End());
    }

    @Test
    void shouldNotAskTheClientBack_whenTheOrderIsSettled() {
        assertThat(position.advance(SETTLED, true, COME_BACK))
                .extracting(Object::getClass)
                .isEqualTo(List.of(News.class, News.class, End.class));
    }

    @Test
    void shouldSendAHeartbeat_whenNothingHasHappenedForLong() {
        position.advance(OPEN);
        clock.advance(HEARTBEAT);

        assertThat(position.advance(OPEN)).containsExactly(new Heartbeat());
        assertThat(position.advance(OPEN)).isEmpty();
    }
}
