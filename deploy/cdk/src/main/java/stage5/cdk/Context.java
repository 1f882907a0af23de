package stage5.cdk;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.constructs.Node;
import stage5.cdk.config.Environment;
import stage5.cdk.config.Environments;
import stage5.cdk.config.Form;

/** What is asked for by {@code -c KEY=VALUE}: {@code environment}, {@code version}, {@code active} and a form by service. */
record Context(Node node) {

    /** Returns the environment, dev where none is named, with the forms and the active region that are named. */
    Environment environment() {
        Environment environment = Environments.load(value("environment").orElse("dev"));
        Environment active = value("active").map(environment::withActiveRegion).orElse(environment);
        return active.withForms(environment.forms().keySet().stream()
                .filter(service -> value(service).isPresent())
                .collect(Collectors.toMap(
                        Function.identity(), service -> Form.of(value(service).orElseThrow()))));
    }

    /** Returns the version of the artifacts to be run. */
    String version() {
        return value("version").orElse("latest");
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(node.tryGetContext(key)).map(Objects::toString);
    }
}
