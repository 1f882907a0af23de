package stage5.acceptance.parity;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads the YAML resources of this package; fails on unknown fields and trailing content. */
final class YamlResources {

    private static final ObjectMapper MAPPER =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private YamlResources() {}

    static <T> T read(String resource, TypeReference<T> type) {
        try (InputStream yaml = YamlResources.class.getResourceAsStream(resource)) {
            return MAPPER.readValue(yaml, type);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
