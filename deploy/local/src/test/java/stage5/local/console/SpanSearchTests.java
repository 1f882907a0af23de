package stage5.local.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.telemetry.Span;
import stage5.local.http.HttpErrorException;

class SpanSearchTests {

    private static final Span CHARGE = new Span(
            "a",
            "1",
            null,
            "order-service",
            "POST /charges",
            "CLIENT",
            1_767_268_800_000_000_000L,
            1_767_268_802_000_000_000L,
            "ERROR",
            null,
            Map.of("peer.service", "payment", "attempt", 2L),
            List.of(),
            List.of());

    @Test
    void shouldSelectEachSpan_whenNoParameterIsGiven() {
        assertThat(SpanSearch.of(MultiMap.caseInsensitiveMultiMap()).selects(CHARGE))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "service, order-service, true",
        "service, gateway, false",
        "name, POST*, true",
        "minMillis, 2000, true",
        "minMillis, 2001, false",
        "attribute, peer.service=payment, true",
        "attribute, peer.service=mail, false",
        "atLeast, attempt=2, true",
        "atLeast, attempt=3, false",
        "since, 2026-01-01T12:00:00Z, true",
        "since, 2026-01-01T12:00:01Z, false"
    })
    void shouldSelectByEachParameter(String name, String value, boolean selects) {
        assertThat(search(name, value).selects(CHARGE)).isEqualTo(selects);
    }

    @ParameterizedTest
    @CsvSource({"minMillis, long", "attribute, payment", "attribute, =x", "atLeast, attempt=often", "since, today"})
    void shouldReject_whenAParameterIsInvalid(String name, String value) {
        assertThatThrownBy(() -> search(name, value))
                .isInstanceOf(HttpErrorException.class)
                .hasMessageContaining(name);
    }

    private static SpanSearch search(String name, String value) {
        return SpanSearch.of(MultiMap.caseInsensitiveMultiMap().add(name, value));
    }
}
