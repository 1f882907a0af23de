package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineTests {

    @Test
    void shouldAddUpTheQuantitiesOfOneProduct() {
        assertThat(Line.merged(List.of(new Line("B", 1), new Line("A", 2), new Line("B", 3))))
                .containsExactly(new Line("B", 4), new Line("A", 2));
    }

    @Test
    void shouldRefuseToOverflow() {
        List<Line> lines = List.of(new Line("A", Long.MAX_VALUE), new Line("A", 1));

        assertThatThrownBy(() -> Line.merged(lines)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldRefuseALineOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Line("A", 0));
    }
}
