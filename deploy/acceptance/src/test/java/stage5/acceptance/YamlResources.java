package stage5.acceptance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads YAML resources; fails on unknown fields and trailing content. */
public final class YamlResources {

    private static final ObjectMapper MAPPER =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private YamlResources() {}

    /**
     * Returns the content of a resource.
     *
     * @param owner a class of the package that has the resource
     */
    public static <T> T read(Class<?> owner, String resource, TypeReference<T> type) {
        try (InputStream yaml = owner.getResourceAsStream(resource)) {
            return MAPPER.readValue(yaml, type);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
