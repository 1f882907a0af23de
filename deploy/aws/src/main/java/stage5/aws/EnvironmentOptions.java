package stage5.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.AssemblySynthesis;
import stage5.aws.assembly.CloudAssembly;
import stage5.stack.Form;
import stage5.stack.Project;
import stage5.stack.StackException;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** The environment that a command is about, and what its templates are synthesized from. */
final class EnvironmentOptions {

    private static final Path SETTINGS =
            Path.of("deploy", "cdk", "src", "main", "resources", "stage5", "cdk", "config");

    /** A version that is never published, for commands that don't deploy a service. */
    private static final String UNKNOWN_VERSION = "latest";

    private static final String DISCOVERY = "discovery";

    @Parameters(
            index = "0",
            paramLabel = "ENV",
            description =
                    "The environment: dev, staging, prod or bench, or one form of bench: bench-lambda, bench-fargate.")
    private String environment;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "The form of the named service, or of all: ${COMPLETION-CANDIDATES}. By default that of the"
                    + " environment's file.")
    private Form form;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "The version of the artifacts to run: a published revision.")
    private String version;

    @Option(
            names = "--active",
            paramLabel = "REGION",
            description = "The active region. By default that of the environment's file.")
    private String active;

    @Option(
            names = "--discovery",
            paramLabel = "WAY",
            description =
                    "How tasks find the tasks of other services: load-balancer or service-connect. By default that of"
                            + " the environment's file.")
    private String discovery;

    @Option(
            names = "--assembly",
            paramLabel = "FOLDER",
            description = "Use the templates of this cloud assembly instead of synthesizing them.")
    private Path assembly;

    String environment() {
        return environment;
    }

    /** Returns whether the templates name a version that the pipeline has published, as far as the command line says. */
    boolean hasVersion() {
        return version != null || assembly != null;
    }

    /** Returns the templates of all stacks of the environment. */
    CloudAssembly assembly() throws IOException, InterruptedException {
        return assembly(null);
    }

    /**
     * Returns the templates of all stacks of the environment.
     *
     * @param service to which {@code --form} applies; null for all
     */
    CloudAssembly assembly(String service) throws IOException, InterruptedException {
        return stacksOf(
                assembly == null
                        ? new AssemblySynthesis(Project.locate()).of(file(), context(service))
                        : CloudAssembly.read(assembly));
    }

    /**
     * Returns the templates as they are without {@code --discovery}; empty if the command line doesn't have that option, or if it
     * names an assembly. Their folder is that of {@link #assembly(String)}, which has to be called afterwards.
     */
    Optional<CloudAssembly> withoutDiscovery(String service) throws IOException, InterruptedException {
        if (discovery == null || assembly != null) {
            return Optional.empty();
        }
        Map<String, String> usual = context(service);
        usual.remove(DISCOVERY);
        return Optional.of(stacksOf(new AssemblySynthesis(Project.locate()).of(file(), usual)));
    }

    /**
     * Throws {@link StackException} if the stacks are in several accounts, as those of both forms of bench are: credentials are
     * of one account.
     */
    void requireOneAccount(CloudAssembly all) {
        Map<String, String> names = new TreeMap<>();
        all.stacks().forEach(stack -> names.put(stack.account(), stack.environment()));
        if (names.size() > 1) {
            throw new StackException("%s has several accounts. Name one of them, and use credentials of its account: %s"
                    .formatted(environment, String.join(", ", new TreeSet<>(names.values()))));
        }
    }

    /** Returns the assembly without the stacks of other environments: an assembly of bench has those of both forms. */
    CloudAssembly stacksOf(CloudAssembly all) {
        return new CloudAssembly(
                all.folder(), all.stacks().stream().filter(this::isIncluded).toList());
    }

    private boolean isIncluded(AssembledStack stack) {
        return stack.environment().isEmpty()
                || stack.environment().equals(environment)
                || stack.environment().startsWith(environment + "-");
    }

    /** Returns the name of the environment's file: {@code bench} for {@code bench-lambda}. */
    private String file() {
        return environment.split("-")[0];
    }

    /** Returns the file with the environment's settings. */
    Path settings() {
        return Project.locate().root().resolve(SETTINGS).resolve(file() + ".yaml");
    }

    private Map<String, String> context(String chosen) {
        Map<String, String> context = new TreeMap<>(Map.of("version", version == null ? UNKNOWN_VERSION : version));
        if (active != null) {
            context.put("active", active);
        }
        if (discovery != null) {
            context.put(DISCOVERY, discovery);
        }
        if (form != null) {
            for (ServiceTopology service : Topology.load().services()) {
                if (chosen != null && !service.service().equals(chosen)) {
                    continue;
                }
                context.put(service.service(), form == Form.LAMBDA ? "lambda" : "fargate");
            }
        }
        return context;
    }
}
