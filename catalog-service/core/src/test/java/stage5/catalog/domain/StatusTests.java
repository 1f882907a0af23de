package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Names that are stored, published and in the HTTP API: they never change. */
class StatusTests {

    @Test
    void shouldKeepTheNamesOfAProductsStatus() {
        assertThat(Arrays.stream(ProductStatus.values()).map(ProductStatus::lowerCase))
                .containsExactly("active", "retired");
        assertThat(ProductStatus.of("active")).isEqualTo(ProductStatus.ACTIVE);
        assertThat(ProductStatus.of("retired")).isEqualTo(ProductStatus.RETIRED);
    }

    @Test
    void shouldKeepTheNamesOfAReservationsStatus() {
        assertThat(Arrays.stream(ReservationStatus.values()).map(ReservationStatus::lowerCase))
                .containsExactly("reserved", "rejected", "released", "sold");
        assertThat(Arrays.stream(ReservationStatus.values())
                        .map(ReservationStatus::lowerCase)
                        .map(ReservationStatus::of))
                .containsExactly(ReservationStatus.values());
    }
}
