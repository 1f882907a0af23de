package stage5.kit.web.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutePatternTests {

    @ParameterizedTest
    @CsvSource({
        "POST /api/users,        POST, /api/users,          true",
        "POST /api/users,        POST, /api/users/,         true",
        "POST /api/users,        GET,  /api/users,          false",
        "POST /api/users,        POST, /api/users/me,       false",
        "GET /api/orders/*/events, GET, /api/orders/5/events, true",
        "GET /api/orders/*/events, GET, /api/orders/5,      false",
        "* /api/products/**,     PUT,  /api/products,       true",
        "* /api/products/**,     GET,  /api/products/a/b,   true",
        "* /api/products/**,     GET,  /api/orders,         false",
        "GET /,                  GET,  /,                   true"
    })
    void shouldMatch_whenMethodAndSegmentsAreTheSame(String pattern, String method, String path, boolean matches) {
        assertThat(RoutePattern.parse(pattern).matches(method, RoutePattern.split(path)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/api/orders", "GET", "GET api/orders", "GET /api orders"})
    void shouldBeRejected_whenThereIsNoMethodOrPath(String text) {
        assertThatThrownBy(() -> RoutePattern.parse(text)).hasMessageContaining("method and a path");
    }

    @Test
    void shouldComeFirst_whenItIsMoreSpecific() {
        List<RoutePattern> sorted = Stream.of(
                        "* /api/**",
                        "* /api/orders/**",
                        "GET /api/orders/**",
                        "GET /api/orders",
                        "GET /api/orders/*/events")
                .map(RoutePattern::parse)
                .sorted(RoutePattern.MOST_SPECIFIC_FIRST)
                .toList();

        assertThat(sorted)
                .extracting(pattern -> pattern.method() + " /" + String.join("/", pattern.segments()))
                .containsExactly(
                        "GET /api/orders/*/events",
                        "GET /api/orders",
                        "GET /api/orders/**",
                        "* /api/orders/**",
                        "* /api/**");
    }
}
