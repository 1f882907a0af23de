package stage5.local.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The named sets of fault settings, from {@code weather.yaml}.
 *
 * @param byName the settings of each preset, by emulator
 */
record WeatherPresets(Map<String, Map<String, JsonNode>> byName) {

    private static final String FILE = "weather.yaml";

    static WeatherPresets load() {
        try (InputStream yaml = WeatherPresets.class.getResourceAsStream(FILE)) {
            return parse(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("The weather presets can't be read", e);
        }
    }

    static WeatherPresets parse(InputStream yaml) throws IOException {
        Map<String, Map<String, JsonNode>> presets = new LinkedHashMap<>();
        JsonNode file = new ObjectMapper(new YAMLFactory()).readTree(yaml);
        file.properties().forEach(preset -> {
            Map<String, JsonNode> settings = new LinkedHashMap<>();
            preset.getValue().properties().forEach(emulator -> settings.put(emulator.getKey(), emulator.getValue()));
            presets.put(preset.getKey(), settings);
        });
        return new WeatherPresets(presets);
    }
}
