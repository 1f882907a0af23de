package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortOrderTests {

    @ParameterizedTest
    @CsvSource({
        "name, NAME, false",
        "price, PRICE, false",
        "-price, PRICE_DESCENDING, true",
        "popularity, POPULARITY, true"
    })
    void shouldSortAsTheParameterSays(String parameter, SortOrder order, boolean descending) {
        assertThat(SortOrder.of(parameter)).isEqualTo(order);
        assertThat(order.parameter()).isEqualTo(parameter).matches(SortOrder.PATTERN);
        assertThat(order.descending()).isEqualTo(descending);
        assertThat(Stream.of("b", "c", "a").sorted(order.comparator()))
                .containsExactly(descending ? new String[] {"c", "b", "a"} : new String[] {"a", "b", "c"});
    }

    @Test
    void shouldThrow_whenTheParameterIsUnknown() {
        assertThatThrownBy(() -> SortOrder.of("-name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-name");
    }
}
