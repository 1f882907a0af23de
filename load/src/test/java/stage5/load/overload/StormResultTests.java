package stage5.load.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stage5.load.plan.StormPhases;

/** A shop that holds 20 orders a second; the storm lasts from second 60 to 120, the second calm phase begins at 130. */
class StormResultTests {

    private static final double HELD = 20;
    private static final StormPhases PHASES = StormPhases.of(Duration.ofSeconds(190));
    private static final Optional<Duration> EMPTY_AFTER = Optional.of(Duration.ofSeconds(2));

    @Test
    void shouldReachEveryBar_whenTheShopShedsWhatItCannotDo() {
        assertThat(bars(good(), EMPTY_AFTER))
                .hasSize(9)
                .allSatisfy(bar -> assertThat(bar.ok()).as(bar.toString()).isTrue());
    }

    @Test
    void shouldMissTheThroughput_whenLessThanNineTenthsAreConfirmedInTheStorm() {
        OrderFixtures few = calm().confirmed(60, 120, 17.9, 300).refused(60, 120, 62, 503, 30, true);

        assertThat(missed(few, EMPTY_AFTER)).containsExactly("confirmed a second in the storm");
    }

    /** Orders that are accepted in the storm and confirmed after it are no throughput of the storm. */
    @Test
    void shouldMissTheThroughput_whenTheWorkIsDoneAfterTheStorm() {
        OrderFixtures late = calm().confirmed(60, 120, 20, 4_900).refused(60, 120, 60, 503, 30, true);
        OrderFixtures tooLate = calm().confirmed(90, 120, 40, 29_000).refused(60, 120, 60, 503, 30, true);

        assertThat(missed(late, EMPTY_AFTER)).isEmpty();
        assertThat(missed(tooLate, EMPTY_AFTER))
                .containsExactlyInAnyOrder(
                        "confirmed a second in the storm", "due to confirmed, accepted in the storm");
    }

    @Test
    void shouldMissTheShedding_whenItIsSlowOrLacksRetryAfter() {
        OrderFixtures slow = storm().refused(60, 120, 60, 503, 100, true);
        OrderFixtures silent = storm().refused(60, 120, 60, 429, 20, true).refused(60, 60.5, 2, 503, 20, false);

        assertThat(missed(slow, EMPTY_AFTER)).containsExactly("sent to shed (503 or 429)");
        assertThat(missed(silent, EMPTY_AFTER)).containsExactly("shed without Retry-After");
    }

    @Test
    void shouldMissABar_whenARequestTimesOutOrGetsNoResponse() {
        assertThat(missed(good().refused(60, 60.5, 2, 504, 20, true), EMPTY_AFTER))
                .containsExactly("neither accepted nor shed");
        assertThat(missed(good().refused(60, 60.5, 2, 0, 20, false), EMPTY_AFTER))
                .containsExactly("neither accepted nor shed");
    }

    @Test
    void shouldMissABar_whenAnAcceptedOrderDoesNotSettle() {
        assertThat(missed(good().accepted(100, "placed"), EMPTY_AFTER))
                .containsExactly("accepted orders that did not settle");
        assertThat(missed(good().accepted(100, "rejected"), EMPTY_AFTER)).isEmpty();
    }

    @Test
    void shouldMissABar_whenQueuesAreNotEmptyInTime() {
        assertThat(missed(good(), Optional.empty())).containsExactly("end of the storm to empty queues");
    }

    @Test
    void shouldMissABar_whenTheSecondCalmPhaseIsSlower() {
        OrderFixtures slower = new OrderFixtures()
                .confirmed(0, 60, 10, 200)
                .confirmed(60, 120, 20, 400)
                .confirmed(130, 190, 10, 250);

        assertThat(missed(slower, EMPTY_AFTER)).containsExactly("confirming: calm before, calm after");
    }

    @Test
    void shouldShowBarAndValue_whenPrinted() {
        assertThat(Bar.table(bars(good(), EMPTY_AFTER)))
                .containsPattern("confirmed a second in the storm +at least 18\\.0 \\(90 % of 20\\.0\\) +19\\.9.* ok")
                .containsPattern("empty queues +within 10 s +2\\.0 s +ok");
        assertThat(Bar.areReached(bars(good(), Optional.empty()))).isFalse();
    }

    private static OrderFixtures calm() {
        return new OrderFixtures().confirmed(0, 60, 10, 200).confirmed(130, 190, 10, 200);
    }

    private static OrderFixtures storm() {
        return calm().confirmed(60, 120, 20, 300);
    }

    private static OrderFixtures good() {
        return storm().refused(60, 120, 60, 503, 30, true);
    }

    private static List<Bar> bars(OrderFixtures orders, Optional<Duration> emptyAfter) {
        return new StormResult(HELD, PHASES, orders.summary(), emptyAfter).bars();
    }

    private static List<String> missed(OrderFixtures orders, Optional<Duration> emptyAfter) {
        return bars(orders, emptyAfter).stream()
                .filter(bar -> !bar.ok())
                .map(Bar::what)
                .toList();
    }
}
