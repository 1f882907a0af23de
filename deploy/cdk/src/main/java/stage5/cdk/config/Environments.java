package stage5.cdk.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The environments that there are. */
public final class Environments {

    /** Their names, in the order in which a release passes them; the last is for measurements. */
    public static final List<String> NAMES = List.of("dev", "staging", "prod", "bench");

    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build()
            .readerFor(Environment.class);

    private Environments() {}

    /** Returns the environment of that name; throws {@link IllegalArgumentException} if there is none. */
    public static Environment load(String name) {
        try (InputStream file = Environments.class.getResourceAsStream(name + ".yaml")) {
            if (file == null) {
                throw new IllegalArgumentException("There is no environment %s; there are %s".formatted(name, NAMES));
            }
            return YAML.readValue(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The environment " + name + " can't be read", e);
        }
    }
}
