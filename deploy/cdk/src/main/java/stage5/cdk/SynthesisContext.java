package stage5.cdk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.constructs.Node;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Discovery;
import stage5.cdk.config.Form;
import stage5.cdk.config.LambdaSettings.Kind;

/**
 * The CDK context, set by {@code -c KEY=VALUE}: {@code environment}, {@code version}, {@code active}, {@code discovery}, and a
 * form and a build ({@code jvm} or {@code native}) per service, by the service's name: {@code order-service=lambda}, {@code
 * order-service.build=native}.
 */
record SynthesisContext(Node node) {

    private static final String ENVIRONMENT = "environment";
    private static final String VERSION = "version";
    private static final String ACTIVE = "active";
    private static final String DISCOVERY = "discovery";
    private static final String BUILD = ".build";

    /** Keys without a colon or an at sign that the CDK's command line reads from cdk.json or from the user's own file. */
    private static final Set<String> OF_THE_COMMAND_LINE = Set.of("acknowledged-issue-numbers", "cli-telemetry");

    /**
     * Returns the environment ({@code dev} by default) with the forms and the active region of the context; throws {@link
     * IllegalArgumentException} if the context has an unknown key, which would otherwise have no effect.
     */
    DeploymentEnvironment environment() {
        DeploymentEnvironment environment =
                DeploymentEnvironments.load(value(ENVIRONMENT).orElse("dev"));
        rejectUnknownKeys(environment);
        DeploymentEnvironment active =
                value(ACTIVE).map(environment::withActiveRegion).orElse(environment);
        DeploymentEnvironment formed = active.withForms(environment.compute().forms().keySet().stream()
                .filter(service -> value(service).isPresent())
                .collect(Collectors.toMap(
                        Function.identity(), service -> Form.of(value(service).orElseThrow()))));
        return value(DISCOVERY)
                .map(discovery -> with(Discovery.of(discovery), formed))
                .orElse(formed);
    }

    /** An environment with both forms side by side uses it for one of them. */
    private static DeploymentEnvironment with(Discovery discovery, DeploymentEnvironment environment) {
        DeploymentEnvironment other = environment.with(discovery);
        if (discovery == Discovery.SERVICE_CONNECT
                && !other.sideBySide()
                && !other.compute().connectsTasks()) {
            throw new IllegalArgumentException("%s=%s needs the container form of every service, and %s has none"
                    .formatted(DISCOVERY, discovery, other.name()));
        }
        return other;
    }

    /** Returns the version of the artifacts to run, {@code latest} by default. */
    String version() {
        return value(VERSION).orElse("latest");
    }

    private void rejectUnknownKeys(DeploymentEnvironment environment) {
        Set<String> known = new TreeSet<>(Set.of(ENVIRONMENT, VERSION, ACTIVE, DISCOVERY));
        environment.compute().forms().keySet().forEach(service -> known.addAll(List.of(service, service + BUILD)));
        Set<String> unknown = new TreeSet<>();
        for (Object key : ((Map<?, ?>) node.getAllContext()).keySet()) {
            if (!known.contains(key) && !isOfTheCdk(key.toString())) {
                unknown.add(key.toString());
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown context %s; known are %s".formatted(unknown, known));
        }
    }

    /** The CDK's feature flags start with an at sign; its options and the results of look-ups contain a colon. */
    private static boolean isOfTheCdk(String key) {
        return key.startsWith("@") || key.contains(":") || OF_THE_COMMAND_LINE.contains(key);
    }

    /** Returns the kinds of artifacts that the context names, by service; without one a service has that of the environment. */
    Map<String, Kind> builds(DeploymentEnvironment environment) {
        return environment.compute().forms().keySet().stream()
                .filter(service -> value(service + BUILD).isPresent())
                .collect(Collectors.toMap(
                        Function.identity(),
                        service -> build(value(service + BUILD).orElseThrow())));
    }

    private static Kind build(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Unknown build %s; known are jvm and native".formatted(name)));
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(node.tryGetContext(key)).map(Objects::toString);
    }
}
