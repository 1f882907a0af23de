package stage5.kit.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;

class SpanQueryTests {

    private static final long MILLI = 1_000_000;
    private static final Span SPAN = TestSpan.of("POST /charges", "CLIENT")
            .with("peer.service", "payment")
            .with("http.response.status_code", 402L)
            .error()
            .times(0, 2_000 * MILLI)
            .build();

    @Test
    void shouldSelectEachSpan_whenNothingIsStated() {
        assertThat(query(null, null, null, null, null).selects(SPAN)).isTrue();
    }

    @Test
    void shouldCompareNameKindStatusAndDuration() {
        assertThat(query("POST /charges", "CLIENT", "ERROR", 2_000L, null).selects(SPAN))
                .isTrue();
        assertThat(query("POST*", null, null, null, null).selects(SPAN)).isTrue();
        assertThat(query("POST", null, null, null, null).selects(SPAN)).isFalse();
        assertThat(query(null, "SERVER", null, null, null).selects(SPAN)).isFalse();
        assertThat(query(null, null, "UNSET", null, null).selects(SPAN)).isFalse();
        assertThat(query(null, null, null, 2_001L, null).selects(SPAN)).isFalse();
        assertThat(new SpanQuery("gateway", null, null, null, null, null, null).selects(SPAN))
                .isFalse();
    }

    @Test
    void shouldCompareAttributesAsText() {
        assertThat(query(null, null, null, null, Map.of("http.response.status_code", "402"))
                        .selects(SPAN))
                .isTrue();
        assertThat(query(null, null, null, null, Map.of("peer.service", "mail")).selects(SPAN))
                .isFalse();
        assertThat(query(null, null, null, null, Map.of("missing", "")).selects(SPAN))
                .isFalse();
    }

    @Test
    void shouldCompareAttributesThatAreNumbers() {
        assertThat(least("http.response.status_code", 402).selects(SPAN)).isTrue();
        assertThat(least("http.response.status_code", 403).selects(SPAN)).isFalse();
        assertThat(least("peer.service", 0).selects(SPAN)).isFalse();
        assertThat(least("missing", 0).selects(SPAN)).isFalse();
    }

    private static SpanQuery query(
            String name, String kind, String status, Long minMillis, Map<String, String> attributes) {
        return new SpanQuery(null, name, kind, status, minMillis, attributes, null);
    }

    private static SpanQuery least(String attribute, long value) {
        return new SpanQuery(null, null, null, null, null, null, Map.of(attribute, value));
    }
}
