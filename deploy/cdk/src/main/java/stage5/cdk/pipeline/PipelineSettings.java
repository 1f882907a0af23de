package stage5.cdk.pipeline;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stage5.cdk.config.Environment;
import stage5.cdk.edge.EdgeStack;

/**
 * Who may release to an environment, and what.
 *
 * @param repository on GitHub, as {@code owner/name}
 * @param services those that have images
 * @param regions that the environment is deployed to, with that of the edge
 * @param qualifier of the account's CDK bootstrap stack
 */
public record PipelineSettings(
        String environment, String repository, List<String> services, List<String> regions, String qualifier) {

    /** The qualifier of a bootstrap stack for which none was chosen. */
    public static final String DEFAULT_QUALIFIER = "hnb659fds";

    /** No wildcard: it would let in whoever can name a repository. */
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9-]+/[A-Za-z0-9._-]+");

    public PipelineSettings {
        services = List.copyOf(services);
        regions = List.copyOf(regions);
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new IllegalArgumentException("A repository is owner/name, not " + repository);
        }
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("An environment has one region at least");
        }
    }

    /** Returns the settings of the environment's account, for services of these names. */
    public static PipelineSettings of(Environment environment, List<String> services) {
        List<String> regions = Stream.concat(environment.regions().stream(), Stream.of(EdgeStack.REGION))
                .distinct()
                .toList();
        return new PipelineSettings(environment.name(), environment.repository(), services, regions, DEFAULT_QUALIFIER);
    }

    /** Returns the subject of the tokens that GitHub gives to jobs of the environment, and to no others. */
    String subject() {
        return "repo:%s:environment:%s".formatted(repository, environment);
    }
}
