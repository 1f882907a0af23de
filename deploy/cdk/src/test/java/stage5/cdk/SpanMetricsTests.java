package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No metric, alarm, dashboard or objective comes from spans: their number depends on the sampling. Application Signals has the
 * namespace {@code ApplicationSignals} for what it derives from spans, and {@code AWS/ApplicationSignals} for the burn rates of
 * objectives.
 */
class SpanMetricsTests {

    private static final List<String> FROM_SPANS =
            List.of("\"ApplicationSignals\"", "{ApplicationSignals,", "KeyAttributes", "aws/spans\"", "spanmetrics");

    @Test
    void shouldHaveNoMetricOfSpans_whenSynthesised() {
        assertThat(Templates.all()).isNotEmpty().allSatisfy(folder -> assertThat(resources(folder))
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(resource.toString().replace("\\\"", "\""))
                        .doesNotContain(FROM_SPANS.toArray(String[]::new))));
    }

    private static Stream<JsonNode> resources(Path folder) {
        return Templates.in(folder).values().stream()
                .flatMap(template -> template.path("Resources").valueStream());
    }
}
