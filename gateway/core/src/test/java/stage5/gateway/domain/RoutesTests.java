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
        "/api/users/me/password, /api/users/me/password, PLAIN",
        "/api/sessions/3f0d7a1e-5a0c-4a43-9f0e-0d9f6f0c2b11, /api/sessions/{id}, PLAIN",
        "/api/users/you, /api/users/{rest}, PLAIN"
    })
    void shouldFindTheMostSpecificRoute_whenAPathIsKnown(String path, String template, Route.Kind kind) {
        assertThat(Routes.find(path)).hasValueSatisfying(route -> {
            assertThat(route.template()).isEqualTo(template);
            assertThat(route.kind()).isEqualTo(kind);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/products/BOO-1, BROWSING",
        "HEAD, /api/categories, BROWSING",
        "POST, /api/products/import, CATALOG_CHANGES",
        "PUT, /api/products/BOO-1/stock, CATALOG_CHANGES",
        "POST, /api/orders, PLACING_ORDERS",
        "GET, /api/orders, ORDERS",
        "POST, /api/orders/1/cancel, ORDERS",
        "GET, /api/orders/1/events, STREAMS",
        "GET, /api/bestsellers, SALES",
        "GET, /api/sales, SALES",
        "POST, /api/users, SIGN_UP",
        "GET, /api/users/me, USERS",
        "POST, /api/sessions, LOG_IN",
        "POST, /api/sessions/refresh, USERS",
        "DELETE, /api/sessions/current, USERS"
    })
    void shouldIsolateCalls_whenTheyFailApart(String method, String path, RouteClass routeClass) {
        assertThat(Routes.find(path).orElseThrow().routeClass(method)).isEqualTo(routeClass);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/orders, false, true",
        "DELETE, /api/sessions/current, false, true",
        "POST, /api/orders, true, true",
        "POST, /api/orders, false, false",
        "POST, /api/sessions/refresh, true, false",
        "POST, /api/sessions, true, false",
        "POST, /api/users, true, false",
        "POST, /api/orders/1/cancel, true, false",
        "PATCH, /api/orders, true, false"
    })
    void shouldRepeatACall_whenItsRouteSaysSo(String method, String path, boolean hasKey, boolean repeatable) {
        assertThat(Routes.find(path).orElseThrow().isRepeatable(method, hasKey)).isEqualTo(repeatable);
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
