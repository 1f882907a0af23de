package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StockMoveTests {

    private static final ReservationLine MUGS = new ReservationLine("MUG-1", 3);
    private static final ReservationLine TEA = new ReservationLine("TEA-1", 1);

    @Test
    void shouldHaveOneMoveOfEachProduct_whenMerged() {
        assertThat(StockMove.merged(List.of(
                        StockMove.selling(TEA),
                        StockMove.reserving(MUGS),
                        StockMove.reserving(MUGS),
                        StockMove.releasing(MUGS))))
                .containsExactly(new StockMove("MUG-1", 6, 0, 3), new StockMove("TEA-1", 0, 1, 0));
    }

    @Test
    void shouldKeepTheSumOfAllUnits_whenUnitsAreReservedSoldAndReleased() {
        StockMove move = new StockMove("MUG-1", 6, 2, 3);

        assertThat(move.onHandChange()).isEqualTo(-3);
        assertThat(move.reservedChange()).isEqualTo(1);
        assertThat(move.onHandChange() + move.reservedChange() + move.sold()).isZero();
        assertThat(move.settled()).isEqualTo(5);
    }

    @Test
    void shouldTouchTheUnitsOnHand_unlessUnitsAreOnlySold() {
        assertThat(StockMove.reserving(MUGS).touchesOnHand()).isTrue();
        assertThat(StockMove.releasing(MUGS).touchesOnHand()).isTrue();
        assertThat(StockMove.selling(MUGS).touchesOnHand()).isFalse();
    }
}
