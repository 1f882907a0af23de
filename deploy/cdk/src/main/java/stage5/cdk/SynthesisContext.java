package stage5.cdk;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.constructs.Node;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;

/** The CDK context, set by {@code -c KEY=VALUE}: {@code environment}, {@code version}, {@code active}, and a form per
 * service. */
record SynthesisContext(Node node) {

    /** Returns the environment ({@code dev} by default) with the forms and the active region of the context. */
    DeploymentEnvironment environment() {
        DeploymentEnvironment environment =
                DeploymentEnvironments.load(value("environment").orElse("dev"));
        DeploymentEnvironment active =
                value("active").map(environment::withActiveRegion).orElse(environment);
        return active.withForms(environment.forms().keySet().stream()
                .filter(service -> value(service).isPresent())
                .collect(Collectors.toMap(
                        Function.identity(), service -> Form.of(value(service).orElseThrow()))));
    }

    /** Returns the version of the artifacts to run, {@code latest} by default. */
    String version() {
        return value("version").orElse("latest");
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(node.tryGetContext(key)).map(Objects::toString);
    }
}
