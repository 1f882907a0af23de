package stage5.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyKeyTests {

    private static final Route LISTING = Routes.find("/api/products").orElseThrow();

    @Test
    void shouldBeThePath_whenThereIsNoQuery() {
        assertThat(CopyKey.of(LISTING, "/api/products", null)).hasValue("/api/products");
        assertThat(CopyKey.of(LISTING, "/api/products", "")).hasValue("/api/products");
    }

    @Test
    void shouldBeTheSame_whenQueriesDifferInOrderOnly() {
        assertThat(CopyKey.of(LISTING, "/api/products", "sort=name&category=books"))
                .hasValue("/api/products?category=books&sort=name")
                .isEqualTo(CopyKey.of(LISTING, "/api/products", "category=books&sort=name"));
    }

    @Test
    void shouldBeNone_whenAnybodyCouldInventAnother() {
        assertThat(CopyKey.of(LISTING, "/api/products", "q=anything")).isEmpty();
        assertThat(CopyKey.of(LISTING, "/api/products", "category=books&nonce=1"))
                .isEmpty();
    }

    @Test
    void shouldBeNone_whenTheQueryIsTooLong() {
        assertThat(CopyKey.of(LISTING, "/api/products", "category=" + "x".repeat(CopyKey.MAX_LENGTH)))
                .isEmpty();
    }

    @Test
    void shouldBeNone_whenTheRouteIsPersonal() {
        assertThat(CopyKey.of(Routes.find("/api/orders").orElseThrow(), "/api/orders", null))
                .isEmpty();
    }
}
