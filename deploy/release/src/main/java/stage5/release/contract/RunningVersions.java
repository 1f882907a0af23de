package stage5.release.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.stack.StackException;

/**
 * The running release of each service in each environment. The pipeline writes it to the parameter
 * {@code /stage5/ENVIRONMENT/SERVICE/running} after a deployment. This class reads the output of <a
 * href="https://docs.aws.amazon.com/cli/latest/reference/ssm/get-parameters-by-path.html">get-parameters-by-path</a>
 * and ignores other parameters.
 */
public final class RunningVersions {

    private static final Pattern NAME = Pattern.compile("/stage5/([^/]+)/([^/]+)/running");

    private final SortedMap<String, SortedMap<String, Version>> byEnvironment = new TreeMap<>();

    private RunningVersions() {}

    /** Reads the file; throws {@link StackException} if it doesn't exist, has another format, or contains an invalid version. */
    public static RunningVersions read(Path file) {
        try {
            JsonNode parameters = new ObjectMapper().readTree(file.toFile()).path("Parameters");
            if (!parameters.isArray()) {
                throw new StackException(file + " has no Parameters: it is not the output of get-parameters-by-path");
            }
            RunningVersions versions = new RunningVersions();
            parameters.forEach(parameter -> versions.add(
                    parameter.path("Name").asText(), parameter.path("Value").asText()));
            return versions;
        } catch (IOException | IllegalArgumentException e) {
            throw new StackException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns the versions by service in an environment; empty if nothing runs there. */
    public SortedMap<String, Version> in(String environment) {
        return byEnvironment.getOrDefault(environment, new TreeMap<>());
    }

    private void add(String name, String version) {
        Matcher named = NAME.matcher(name);
        if (named.matches()) {
            byEnvironment
                    .computeIfAbsent(named.group(1), environment -> new TreeMap<>())
                    .put(named.group(2), Version.parse(version));
        }
    }
}
