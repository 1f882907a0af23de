package stage5.stack.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTests {

    private final List<SeedProduct> products = Catalogue.of(Catalogue.SEED);

    @Test
    void shouldBeTheSame_whenTheSeedIsTheSame() {
        assertThat(Catalogue.of(Catalogue.SEED)).isEqualTo(products);
    }

    @Test
    void shouldDiffer_whenTheSeedIsAnother() {
        assertThat(Catalogue.of(Catalogue.SEED + 1)).isNotEqualTo(products);
    }

    @Test
    void shouldFillTwelveCategories_eachWithManyProducts() {
        Map<String, Long> sizes =
                products.stream().collect(Collectors.groupingBy(SeedProduct::category, Collectors.counting()));

        assertThat(products).hasSizeGreaterThanOrEqualTo(1000);
        assertThat(sizes).hasSize(12);
        assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(50));
    }

    @Test
    void shouldSpreadASampleOverAllCategories() {
        List<SeedProduct> sample = Catalogue.sample(252);

        assertThat(sample).hasSize(252).doesNotHaveDuplicates().isSubsetOf(products);
        assertThat(sample.stream().collect(Collectors.groupingBy(SeedProduct::category, Collectors.counting())))
                .hasSize(12)
                .allSatisfy((category, size) -> assertThat(size).isEqualTo(21));
        assertThat(Catalogue.sample(products.size())).isEqualTo(products);
        assertThat(Catalogue.sample(0)).isEmpty();
    }

    @Test
    void shouldRefuseASample_whenTheCatalogueIsSmaller() {
        assertThatThrownBy(() -> Catalogue.sample(products.size() + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Catalogue.sample(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveEachProductItsOwnSkuAndName() {
        assertThat(distinct(SeedProduct::sku)).isEqualTo(products.size());
        assertThat(distinct(SeedProduct::name)).isEqualTo(products.size());
    }

    @Test
    void shouldKeepTheLimitsOfTheCatalogueApi() {
        assertThat(products).allSatisfy(product -> {
            assertThat(product.sku()).matches("[A-Z0-9][A-Z0-9-]{2,31}");
            assertThat(product.category()).matches("[a-z][a-z0-9-]{1,39}");
            assertThat(product.name()).hasSizeBetween(10, 120);
            assertThat(product.onHand()).isBetween(50L, 10_000L);
        });
    }

    @Test
    void shouldDescribeEachProductInOneSentence() {
        assertThat(products).allSatisfy(product -> assertThat(product.description())
                .matches("[A-Z].{30,150}\\.")
                .doesNotContain("null", "  "));
    }

    @Test
    void shouldKeepEachPriceWithinTheRangeOfItsKind() {
        List<Vocabulary> vocabulary = Vocabulary.load();

        assertThat(products).allSatisfy(product -> {
            Vocabulary.Kind kind = kind(vocabulary, product);
            assertThat(product.price()).isBetween((kind.from() - 1) * 100L, kind.to() * 100L);
        });
    }

    @Test
    void shouldHaveCheapAndExpensiveProductsInEachCategory() {
        Map<String, List<SeedProduct>> shelves =
                products.stream().collect(Collectors.groupingBy(SeedProduct::category));

        assertThat(shelves.values()).allSatisfy(shelf -> {
            List<Long> prices = shelf.stream().map(SeedProduct::price).sorted().toList();
            assertThat(prices.getLast()).isGreaterThan(3 * prices.getFirst());
        });
    }

    private static Vocabulary.Kind kind(List<Vocabulary> vocabulary, SeedProduct product) {
        Stream<Vocabulary.Kind> kinds = vocabulary.stream()
                .filter(words -> words.category().equals(product.category()))
                .flatMap(words -> words.kinds().stream());
        return kinds.filter(kind -> product.name().contains(kind.name() + ","))
                .findFirst()
                .orElseThrow(() -> new AssertionError(product.name() + " matches no kind"));
    }

    private long distinct(Function<SeedProduct, String> property) {
        return products.stream().map(property).distinct().count();
    }
}
