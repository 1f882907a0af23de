package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import stage5.kit.web.money.Money;

class ProductTests {

    private static final Money PRICE = new Money(1290, "EUR");

    private final Product mug = Product.added("MUG-1", "Blue mug", "kitchen", "A mug.", PRICE);

    @Test
    void shouldChangeOnlyTheGivenFields_whenChanged() {
        Product after = mug.after(change(Optional.empty(), Optional.of("office"), Optional.empty()));

        assertThat(after)
                .isEqualTo(new Product("MUG-1", "Blue mug", "office", "A mug.", PRICE, ProductStatus.ACTIVE, 2));
    }

    @Test
    void shouldKeepItsVersion_whenTheChangeHasNoEffect() {
        assertThat(mug.after(change(Optional.of("Blue mug"), Optional.empty(), Optional.of(ProductStatus.ACTIVE))))
                .isSameAs(mug);
    }

    @Test
    void shouldHaveNoWords_whenItIsRetired() {
        Product retired = mug.after(change(Optional.empty(), Optional.empty(), Optional.of(ProductStatus.RETIRED)));

        assertThat(mug.words()).containsExactly("blue", "mug");
        assertThat(retired.words()).isEmpty();
        assertThat(retired.forSale()).isFalse();
    }

    @Test
    void shouldHaveNoUnitsAvailable_whenItIsRetired() {
        Product retired = mug.after(change(Optional.empty(), Optional.empty(), Optional.of(ProductStatus.RETIRED)));
        Stock stock = Stock.first("MUG-1", 4);

        assertThat(new ProductState(mug, stock).entry().available()).isEqualTo(4);
        assertThat(new ProductState(retired, stock).entry().available()).isZero();
    }

    private static ProductChange change(
            Optional<String> name, Optional<String> category, Optional<ProductStatus> status) {
        return new ProductChange(name, category, Optional.empty(), Optional.empty(), status);
    }
}
