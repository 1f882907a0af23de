package stage5.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTests {

    @ParameterizedTest
    @CsvSource({
        "/api/home, /api/home, COMPOSED",
        "/api/products, /api/products, STALE_IF_ERROR",
        "/api/products/, /api/products, STALE_IF_ERROR",
        "/api/products/import, /api/products/import, PLAIN",
        "/api/products/BOO-1, /api/products/{sku}, STALE_IF_ERROR",
        "/api/products/BOO-1/stock, /api/products/{sku}/stock, PLAIN",
        "/api/products/BOO-1/other, /api/products/{rest}, PLAIN",
        "/api/orders/1/details, /api/orders/{id}/details, COMPOSED",
        "/api/orders/1/events, /api/orders/{id}/events, STREAMED",
        "/api/orders/1/events/2, /api/orders/{rest}, PLAIN",
        "/api/users/me, /api/users/me, PLAIN",
        "/api/users/you, /api/users/{rest}, PLAIN"
    })
    void shouldFindTheMostSpecificRoute_whenAPathIsKnown(String path, String template, Route.Kind kind) {
        assertThat(Routes.find(path)).hasValueSatisfying(route -> {
            assertThat(route.template()).isEqualTo(template);
            assertThat(route.kind()).isEqualTo(kind);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/", "/api/unknown", "/apiproducts", "/api/productsx", "/other/products"})
    void shouldBeEmpty_whenNoServiceOwnsThePath(String path) {
        assertThat(Routes.find(path)).isEmpty();
    }

    @Test
    void shouldFindEachRoute_whenThePathIsItsTemplate() {
        assertThat(Routes.all()).allSatisfy(route -> assertThat(
                        Routes.find(route.template().replace("{rest}", "a/b/c").replaceAll("[{}]", "")))
                .hasValue(route));
    }
}
