package stage5.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteSamplingTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @CsvSource({
        "POST, /api/orders, true",
        "POST, /api/orders/, true",
        "POST, /api/../api/./orders, true",
        "GET, /api/orders, false",
        "GET, /api/orders/1/events, false",
        "GET, /api/home, false",
        "GET, /nothing, false",
        "GET, /api/products/100%, false",
        "OPTIONS, *, false",
        "_OTHER, /api/products, false"
    })
    void shouldHaveTheRateOfTheRouteClass_whenARequestBegins(String method, String path, boolean kept) {
        RouteSampling sampling = new RouteSampling(Map.of("place-order", 1.0), 0);

        assertThat(sampling.keeps(
                        TRACE,
                        SpanKind.SERVER,
                        Attributes.of(
                                AttributeKey.stringKey("http.request.method"),
                                method,
                                AttributeKey.stringKey("url.path"),
                                path)))
                .isEqualTo(kept);
    }

    @Test
    void shouldHaveTheOtherRate_whenWorkIsNoRequest() {
        assertThat(new RouteSampling(Map.of("orders", 0.0), 1).keeps(TRACE, SpanKind.INTERNAL, Attributes.empty()))
                .isTrue();
    }

    /** As {@code STAGE5_GATEWAY_TRACING_RATES_PLACE_ORDER} does. */
    @Test
    void shouldTakeTheListedName_whenAnEnvironmentVariableAddsItsOwn() {
        RouteSampling sampling = new RouteSampling(Map.of("place-order", 1.0, "place.order", 1.0), 0);

        assertThat(sampling.keeps(
                        TRACE,
                        SpanKind.SERVER,
                        Attributes.of(
                                AttributeKey.stringKey("http.request.method"),
                                "POST",
                                AttributeKey.stringKey("url.path"),
                                "/api/orders")))
                .isTrue();
    }

    @Test
    void shouldReject_whenARouteClassIsUnknown() {
        assertThatThrownBy(() -> new RouteSampling(Map.of("order", 1.0), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[order]");
    }
}
