package stage5.cdk.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Loads the environments' settings. */
public final class DeploymentEnvironments {

    /** The names of all environments, in the order of promotion; the last is for measurements. */
    public static final List<String> NAMES = List.of("dev", "staging", "prod", "bench");

    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build()
            .readerFor(DeploymentEnvironment.class);

    private DeploymentEnvironments() {}

    /** Returns the environment of that name; throws {@link IllegalArgumentException} if it doesn't exist. */
    public static DeploymentEnvironment load(String name) {
        try (InputStream file = DeploymentEnvironments.class.getResourceAsStream(name + ".yaml")) {
            if (file == null) {
                throw new IllegalArgumentException("Unknown environment %s; known are %s".formatted(name, NAMES));
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the environment " + name, e);
        }
    }

    static DeploymentEnvironment read(InputStream file) throws IOException {
        return YAML.readValue(file);
    }
}
