package stage5.kit.events.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.fence.FenceTable.OTHER;
import static stage5.kit.events.fence.FenceTable.OWN;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WriteFenceTests {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration INSTANT = Duration.ofMillis(1);

    private final FenceTable table = new FenceTable();
    private final WriteFence fence = table.fence();

    @Test
    void shouldAllowWritesWithoutACall_whenThereIsNoTable() {
        WriteFence none = table.fenceWithoutTable();

        assertThat(none.isEnabled()).isFalse();
        assertThat(none.isHeld().await().indefinitely()).isTrue();
        assertThat(table.reads()).isZero();
    }

    @Test
    void shouldReadOnce_whenManyWritesFollow() {
        table.set(OWN, 1);

        for (int write = 0; write < 1_000; write++) {
            assertThat(fence.isHeld().await().indefinitely()).isTrue();
        }

        assertThat(table.reads()).isOne();
    }

    @Test
    void shouldRefuse_whenTheItemIsMissing() {
        assertThat(mayWrite()).isFalse();
    }

    @Test
    void shouldRefuse_whenAFailoverIsUnderWay() {
        table.set(null, 2);

        assertThat(mayWrite()).isFalse();
    }

    @Test
    void shouldReadAgainAfterASecond_whenAnotherRegionHadTheEpoch() {
        table.set(OTHER, 1);
        assertThat(mayWrite()).isFalse();
        table.set(OWN, 2);

        assertThat(mayWrite()).isFalse();
        assertThat(table.reads()).isOne();
        table.pass(Duration.ofSeconds(1));
        assertThat(mayWrite()).isTrue();
    }

    @Test
    void shouldRefuseNoLaterThanTheEndOfTheLease_whenTheEpochMoves() {
        table.set(OWN, 1);
        assertThat(mayWrite()).isTrue();
        table.set(OTHER, 2);

        table.pass(LEASE);

        assertThat(mayWrite()).isFalse();
    }

    @Test
    void shouldRenewTheLeaseInTheBackground_whenHalfOfItHasPassed() {
        table.set(OWN, 1);
        assertThat(mayWrite()).isTrue();
        table.pass(LEASE.dividedBy(2));
        table.setSlow();

        assertThat(mayWrite()).isTrue();
        assertThat(mayWrite()).isTrue();
        assertThat(table.reads()).isEqualTo(2);
        table.answer();
        table.pass(LEASE.minus(INSTANT));
        assertThat(mayWrite()).isTrue();
    }

    @Test
    void shouldCountTheLeaseFromTheStartOfTheRead_whenTheReadTakesTime() {
        table.set(OWN, 1);
        table.setSlow();
        CompletableFuture<Boolean> first = fence.held();
        table.pass(LEASE.minus(INSTANT));
        table.answer();

        assertThat(first).isCompletedWithValue(true);
        assertThat(fence.held()).isCompletedWithValue(true);
        table.pass(INSTANT);
        assertThat(fence.held()).isNotDone();
    }

    @Test
    void shouldRefuseAtTheEndOfTheLease_whenTheTableCannotBeRead() {
        table.set(OWN, 1);
        assertThat(mayWrite()).isTrue();
        table.setUnreachable(true);

        table.pass(LEASE.minus(INSTANT));
        assertThat(mayWrite()).isTrue();
        assertThat(mayWrite()).as("after the failed read").isTrue();
        table.pass(INSTANT);
        assertThat(mayWrite()).isFalse();
        table.setUnreachable(false);
        table.pass(Duration.ofSeconds(1));
        assertThat(mayWrite()).isTrue();
    }

    /** The environment of a function may stand still between two invocations, and its monotonic clock with it. */
    @Test
    void shouldReadAgain_whenOnlyTheWallClockShowsThatTheLeaseHasEnded() {
        table.set(OWN, 1);
        assertThat(mayWrite()).isTrue();
        table.set(OTHER, 2);

        table.passFrozen(LEASE);

        assertThat(mayWrite()).isFalse();
    }

    @Test
    void shouldReadAgain_whenTheWallClockWasSetBack() {
        table.set(OWN, 1);
        assertThat(mayWrite()).isTrue();

        table.passFrozen(Duration.ofMillis(-1));

        assertThat(mayWrite()).isTrue();
        assertThat(table.reads()).isEqualTo(2);
    }

    @Test
    void shouldRefuse_whenTheTableReturnsAnOlderEpoch() {
        table.set(OTHER, 5);
        assertThat(mayWrite()).isFalse();
        table.set(OWN, 4);
        table.pass(Duration.ofSeconds(1));

        assertThat(mayWrite()).isFalse();
    }

    @Test
    void shouldNotStart_whenTheLeaseIsLongerThanAFailoverWaitsFor() {
        assertThatThrownBy(() -> table.fence(LEASE.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage5.fence.lease");
    }

    private boolean mayWrite() {
        return fence.isHeld().await().indefinitely();
    }
}
