package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReservationLineTests {

    @Test
    void shouldAddUpQuantities_whenLinesHaveTheSameProduct() {
        assertThat(ReservationLine.merged(
                        List.of(new ReservationLine("B", 1), new ReservationLine("A", 2), new ReservationLine("B", 3))))
                .containsExactly(new ReservationLine("B", 4), new ReservationLine("A", 2));
    }

    @Test
    void shouldFail_whenQuantitiesOverflow() {
        List<ReservationLine> lines = List.of(new ReservationLine("A", Long.MAX_VALUE), new ReservationLine("A", 1));

        assertThatThrownBy(() -> ReservationLine.merged(lines)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldRejectALine_whenItsQuantityIsZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReservationLine("A", 0));
    }
}
