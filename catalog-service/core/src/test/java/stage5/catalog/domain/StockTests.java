package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StockTests {

    @Test
    void shouldKeepItsInvariant_whenItIsCounted() {
        Stock counted = new Stock("MUG-1", 5, 3, 2, 10, 7, 1).counted(1);

        assertThat(counted).isEqualTo(new Stock("MUG-1", 1, 3, 2, 6, 8, 2));
    }

    @Test
    void shouldFail_whenItsInvariantIsViolated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stock("MUG-1", 5, 3, 2, 11, 1, 1))
                .withMessageContaining("does not add up");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stock("MUG-1", -1, 1, 0, 0, 1, 1))
                .withMessageContaining("negative");
    }
}
