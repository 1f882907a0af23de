package stage5.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ObservationTests {

    private static final JsonNode RESPONSE = json("""
        {"active": true, "effects": {"slow": 5}, "queues": [{"name": "a", "dead": 2}, {"name": "b", "dead": 1}], "none": []}
        """);

    @Test
    void shouldCompareText() {
        assertThat(new Observation("/", "/active", "true", null, null).holds(RESPONSE))
                .isTrue();
        assertThat(new Observation("/", "/active", "false", null, null).holds(RESPONSE))
                .isFalse();
    }

    @Test
    void shouldCompareNumbersWithBothBounds() {
        assertThat(numbers("/effects/slow", 5.0, 5.0).holds(RESPONSE)).isTrue();
        assertThat(numbers("/effects/slow", 6.0, null).holds(RESPONSE)).isFalse();
        assertThat(numbers("/effects/slow", null, 4.0).holds(RESPONSE)).isFalse();
        assertThat(numbers("/active", 0.0, null).holds(RESPONSE))
                .as("no number")
                .isFalse();
    }

    @Test
    void shouldSumOverEachElement() {
        assertThat(numbers("/queues/*/dead", 3.0, 3.0).holds(RESPONSE)).isTrue();
        assertThat(numbers("/queues/*?name=b/dead", 1.0, 1.0).holds(RESPONSE)).isTrue();
        assertThat(numbers("/none/*/dead", null, 0.0).holds(RESPONSE)).isTrue();
        assertThat(numbers("/queues/*/missing", null, 0.0).holds(RESPONSE)).isFalse();
    }

    @Test
    void shouldNotHold_whenTheValueIsMissing() {
        assertThat(numbers("/effects/refusals", null, 9.0).holds(RESPONSE)).isFalse();
        assertThat(new Observation("/", "/nothing", "", null, null).holds(RESPONSE))
                .isFalse();
    }

    private static Observation numbers(String at, Double atLeast, Double atMost) {
        return new Observation("/", at, null, atLeast, atMost);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
