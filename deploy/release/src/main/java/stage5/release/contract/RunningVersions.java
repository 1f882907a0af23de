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
import stage5.cli.stack.StackException;

/**
 * Which release of each service runs in which environment: a parameter {@code /stage5/ENVIRONMENT/SERVICE/running} each,
 * written by the pipeline once a release takes traffic, and read as <a
 * href="https://docs.aws.amazon.com/cli/latest/reference/ssm/get-parameters-by-path.html">get-parameters-by-path</a>
 * answers. Other parameters may stand among them.
 */
public final class RunningVersions {

    private static final Pattern NAME = Pattern.compile("/stage5/([^/]+)/([^/]+)/running");

    private final SortedMap<String, SortedMap<String, Version>> byEnvironment = new TreeMap<>();

    private RunningVersions() {}

    /** Returns what the file says; throws {@link StackException} where it is none, or says no version. */
    public static RunningVersions read(Path file) {
        try {
            JsonNode parameters = new ObjectMapper().readTree(file.toFile()).path("Parameters");
            if (!parameters.isArray()) {
                throw new StackException(file + " has no Parameters: it is not what get-parameters-by-path answers");
            }
            RunningVersions versions = new RunningVersions();
            parameters.forEach(parameter -> versions.add(
                    parameter.path("Name").asText(), parameter.path("Value").asText()));
            return versions;
        } catch (IOException | IllegalArgumentException e) {
            throw new StackException("%s can't be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns the versions by service in an environment; none where nothing runs. */
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
