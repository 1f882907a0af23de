package stage5.cdk.pipeline;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.edge.EdgeStack;

/**
 * The settings of an environment's pipeline.
 *
 * @param repository on GitHub, as {@code owner/name}
 * @param services with an image repository
 * @param regions of the environment, and that of the edge
 * @param qualifier of the account's CDK bootstrap stack
 */
public record PipelineSettings(
        String environment, String repository, List<String> services, List<String> regions, String qualifier) {

    /** The CDK's default qualifier of a bootstrap stack. */
    public static final String DEFAULT_QUALIFIER = "hnb659fds";

    /** Allows no wildcard, because other repositories could match it. */
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9-]+/[A-Za-z0-9._-]+");

    public PipelineSettings {
        services = List.copyOf(services);
        regions = List.copyOf(regions);
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new IllegalArgumentException("A repository is owner/name, not " + repository);
        }
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("An environment needs at least one region");
        }
    }

    /** Returns the settings of the environment's account. */
    public static PipelineSettings of(DeploymentEnvironment environment, List<String> services) {
        List<String> regions = Stream.concat(environment.regions().serving().stream(), Stream.of(EdgeStack.REGION))
                .distinct()
                .toList();
        return new PipelineSettings(
                environment.name(), environment.account().repository(), services, regions, DEFAULT_QUALIFIER);
    }

    /** Returns the name of the GitHub environment without an approval, whose jobs prepare and show a deployment. */
    String planEnvironment() {
        return environment + "-plan";
    }

    /** Returns the {@code sub} claim of the tokens that GitHub issues only to jobs of its environment. */
    String subject(String gitHubEnvironment) {
        return "repo:%s:environment:%s".formatted(repository, gitHubEnvironment);
    }
}
