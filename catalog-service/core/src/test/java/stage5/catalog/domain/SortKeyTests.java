package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import stage5.kit.web.money.Money;

class SortKeyTests {

    @Test
    void shouldSortNumerically_whenComparedAsText() {
        assertThat(SortKey.byNumber(9, "A")).isLessThan(SortKey.byNumber(10, "A"));
        assertThat(SortKey.byNumber(10, "A")).isLessThan(SortKey.byNumber(Money.MAX_AMOUNT, "A"));
        assertThat(SortKey.byNumber(10, "A")).isLessThan(SortKey.byNumber(10, "B"));
    }

    @Test
    void shouldReturnItsParts_whenParsed() {
        assertThat(SortKey.sku(SortKey.byName("Nº #1 Crème", "MUG-1"))).isEqualTo("MUG-1");
        assertThat(SortKey.number(SortKey.byNumber(1290, "MUG-1"))).isEqualTo(1290);
    }

    @Test
    void shouldFail_whenTheTextIsNoSortKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> SortKey.sku("MUG-1"));
        assertThatIllegalArgumentException().isThrownBy(() -> SortKey.number("cheap#MUG-1"));
    }
}
