package stage5.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaleCopyKeyTests {

    private static final String PATH = "/api/products";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, ``",
                "limit=020, ``",
                "limit=%32%30, ``",
                "%6Cimit=20, ``",
                "limit=&category=&sort=&q=&cursor=, ``",
                "sort=name, ``",
                "nonce=1, ``",
                "limit=11&nonce=1, ?limit=11",
                "nonce=1&other=2&limit=00000000000000011, ?limit=11",
                "&&limit=11&, ?limit=11",
                "sort=price&category=books, ?category=books&sort=price",
                "category=books&sort=price, ?category=books&sort=price",
                "sort=%2Dprice, ?sort=-price",
                "q=Mug++BLUE, ?q=blue+mug",
                "q=blue%20mug%20mug, ?q=blue+mug",
                "q=e%CC%81t%C3%89, ?q=%C3%A9t%C3%A9",
                "q=a%26sort%3Dprice, ?q=a%26sort%3Dprice"
            })
    void shouldHaveOneForm_whenRequestsMeanTheSame(String query, String expected) {
        assertThat(key(query)).hasValue(PATH + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=11&limit=12",
                "limit=12&limit=11",
                "limit=20&limit=20",
                "limit=20&%6Cimit=20",
                "sort=&sort=name",
                "nonce=1&nonce=2",
                "limit=0",
                "limit=101",
                "limit=4294967316",
                "limit=%D9%A2%D9%A0",
                "limit=-1",
                "limit=%2B20",
                "limit=2%",
                "limit=%zz",
                "limit=20;nonce=1",
                "sort=Name",
                "category=Books",
                "category=a",
                "q=a",
                "q=%20%20",
                "q=%FF%FE",
                "cursor=%2F"
            })
    void shouldBeEmpty_whenAParameterIsRepeatedOrNotValid(String query) {
        assertThat(key(query)).isEmpty();
    }

    @Test
    void shouldBeThePath_whenThereIsNoQuery() {
        assertThat(key(null)).hasValue(PATH);
    }

    @Test
    void shouldCountCodePoints_whenASearchIsLimited() {
        assertThat(key("q=" + encoded("\ud83d\udd11".repeat(64)))).isPresent();
        assertThat(key("q=" + encoded("\ud83d\udd11".repeat(65)))).isEmpty();
    }

    @Test
    void shouldBeEmpty_whenTheQueryIsTooLong() {
        assertThat(key("nonce=" + "x".repeat(StaleCopyKey.MAX_LENGTH))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/products/", "/api//products", "/api/products/A%20B", "/api/products/A;b=1"})
    void shouldBeEmpty_whenThePathHasOtherForms(String path) {
        assertThat(StaleCopyKey.of(Routes.find("/api/products/A").orElseThrow(), path, null))
                .isEmpty();
    }

    @Test
    void shouldBeEmpty_whenTheRouteHasNoStaleCopies() {
        assertThat(StaleCopyKey.of(Routes.find("/api/orders").orElseThrow(), "/api/orders", null))
                .isEmpty();
    }

    @Test
    void shouldHaveAStoreNameOfItsOwn_whenItsValuesAreFew() {
        assertThat(of("limit=11&sort=price").orElseThrow().storeName(1)).isEqualTo("/api/products?limit=11&sort=price");
    }

    @ParameterizedTest
    @ValueSource(strings = {"category=c", "q=word", "cursor=x", "limit=3&category=c"})
    void shouldHaveFewStoreNames_whenClientsInventValues(String prefix) {
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj(each -> of(prefix + each).orElseThrow().storeName(64))
                        .collect(Collectors.toSet()))
                .hasSizeBetween(32, 64);
    }

    @Test
    void shouldNotShareStoreNames_whenTheFamiliesDiffer() {
        assertThat(of("category=books").orElseThrow().storeName(1))
                .isNotEqualTo(of("q=books").orElseThrow().storeName(1))
                .isNotEqualTo(of("category=books&q=books").orElseThrow().storeName(1));
    }

    private static Optional<String> key(String query) {
        return of(query).map(StaleCopyKey::text);
    }

    private static Optional<StaleCopyKey> of(String query) {
        return StaleCopyKey.of(Routes.find(PATH).orElseThrow(), PATH, query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
