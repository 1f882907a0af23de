package stage5.local.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeatherPresetsTests {

    @Test
    void shouldHaveTheThreePresetsInTheirOrder() {
        assertThat(WeatherPresets.load().byName().keySet()).containsExactly("clear", "drizzle", "storm");
        assertThat(WeatherPresets.load().byName().get("clear")).isEmpty();
        assertThat(WeatherPresets.load().byName().get("storm"))
                .containsOnlyKeys("dynamodb", "sqs", "sns", "redis", "payment", "smtp");
    }

    @Test
    void shouldMakeHotItemsConflict_inDrizzleAndStorm() {
        for (String preset : List.of("drizzle", "storm")) {
            JsonNode dynamoDb = WeatherPresets.load().byName().get(preset).get("dynamodb");
            assertThat(dynamoDb.path("holdMillis").asInt()).as(preset).isPositive();
            assertThat(dynamoDb.path("conflictShare").asDouble()).as(preset).isPositive();
        }
    }

    @Test
    void shouldCommentEachValue() throws IOException {
        try (InputStream yaml = WeatherPresets.class.getResourceAsStream("weather.yaml")) {
            List<String> values = new String(yaml.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line ->
                            line.matches("    \\w+: .*") && !line.strip().startsWith("seed:"))
                    .toList();

            assertThat(values).hasSizeGreaterThan(30).allMatch(line -> line.contains(" # "));
        }
    }

    @Test
    void shouldParsePresets() throws IOException {
        WeatherPresets presets = WeatherPresets.parse(new ByteArrayInputStream("""
                clear: {}
                fog:
                  sqs:
                    delayShare: 0.5 # half of the messages
                """.getBytes(StandardCharsets.UTF_8)));

        assertThat(presets.byName().get("fog").get("sqs").path("delayShare").asDouble())
                .isEqualTo(0.5);
        assertThat(presets.byName()).containsEntry("clear", Map.of());
    }
}
