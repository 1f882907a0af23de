package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.web.money.Money;

class ProductChangeTests {

    @Test
    void shouldBeEmpty_whenNoFieldIsToChange() {
        assertThat(change(null, null, null, null, null).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldNotBeEmpty_whenOneFieldIsToChange(ProductChange change) {
        assertThat(change.isEmpty()).isFalse();
    }

    static List<ProductChange> changes() {
        return List.of(
                change("Mug", null, null, null, null),
                change(null, "kitchen", null, null, null),
                change(null, null, "Holds tea", null, null),
                change(null, null, null, new Money(100, "EUR"), null),
                change(null, null, null, null, ProductStatus.RETIRED));
    }

    private static ProductChange change(
            String name, String category, String description, Money price, ProductStatus status) {
        return new ProductChange(
                Optional.ofNullable(name),
                Optional.ofNullable(category),
                Optional.ofNullable(description),
                Optional.ofNullable(price),
                Optional.ofNullable(status));
    }
}
