package stage5.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StaleCopyKeyTests {

    private static final Route LISTING = Routes.find("/api/products").orElseThrow();

    @Test
    void shouldBeThePath_whenThereIsNoQuery() {
        assertThat(StaleCopyKey.of(LISTING, "/api/products", null)).hasValue("/api/products");
        assertThat(StaleCopyKey.of(LISTING, "/api/products", "")).hasValue("/api/products");
    }

    @Test
    void shouldBeTheSame_whenQueriesDifferInOrderOnly() {
        assertThat(StaleCopyKey.of(LISTING, "/api/products", "sort=name&category=books"))
                .hasValue("/api/products?category=books&sort=name")
                .isEqualTo(StaleCopyKey.of(LISTING, "/api/products", "category=books&sort=name"));
    }

    @Test
    void shouldBeEmpty_whenAParameterIsUnknown() {
        assertThat(StaleCopyKey.of(LISTING, "/api/products", "q=anything")).isEmpty();
        assertThat(StaleCopyKey.of(LISTING, "/api/products", "category=books&nonce=1"))
                .isEmpty();
    }

    @Test
    void shouldBeEmpty_whenTheQueryIsTooLong() {
        assertThat(StaleCopyKey.of(LISTING, "/api/products", "category=" + "x".repeat(StaleCopyKey.MAX_LENGTH)))
                .isEmpty();
    }

    @Test
    void shouldBeEmpty_whenTheRouteHasNoStaleCopies() {
        assertThat(StaleCopyKey.of(Routes.find("/api/orders").orElseThrow(), "/api/orders", null))
                .isEmpty();
    }
}
