package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.web.money.Money;

class PreconditionTests {

    private final Product product =
            new Product("MUG-1", "Mug", "kitchen", "", new Money(1, "EUR"), ProductStatus.ACTIVE, 3);
    private final Stock stock = new Stock("MUG-1", 1, List.of(new StockBucket(5, 0, 0, 5, 7)));

    @Test
    void shouldCompareTheProductVersionOnly_whenTheProductChanges() {
        assertThat(Precondition.of("\"p3.s1\"").matches(product)).isTrue();
        assertThat(Precondition.of("\"p2.s7\"").matches(product)).isFalse();
    }

    @Test
    void shouldCompareTheStockVersionOnly_whenTheStockIsCounted() {
        assertThat(Precondition.of("\"p1.s7\"").matches(stock)).isTrue();
        assertThat(Precondition.of("\"p3.s6\"").matches(stock)).isFalse();
    }

    @Test
    void shouldMatchAnyTag_whenThereAreSeveral() {
        Precondition list = Precondition.of("\"p1.s1\", \"p3.s7\"");

        assertThat(list.matches(product)).isTrue();
        assertThat(list.matches(stock)).isTrue();
        assertThat(list.isAny()).isFalse();
    }

    @Test
    void shouldMatchAnyVersion_whenItIsAStar() {
        Precondition any = Precondition.of(" * ");

        assertThat(any.isAny()).isTrue();
        assertThat(any.matches(product)).isTrue();
        assertThat(any.matches(stock)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "p3.s7", "W/\"p3.s7\"", "\"3.7\"", "\"p3.s7", "\"p3.s7\"x", "\"p99999999999999999999.s7\""})
    void shouldMatchNothing_whenTheTagIsWeakOrUnknown(String ifMatch) {
        assertThat(Precondition.of(ifMatch).matches(product)).isFalse();
        assertThat(Precondition.of(ifMatch).matches(stock)).isFalse();
    }
}
