package stage5.cdk.config;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The form of each service, and the settings of both forms.
 *
 * @param forms one per service, by its name
 */
public record ComputeSettings(Map<String, Form> forms, LambdaSettings lambda, FargateSettings fargate) {

    public ComputeSettings {
        forms = Map.copyOf(requireNonNull(forms, "compute.forms"));
        requireNonNull(lambda, "compute.lambda");
        requireNonNull(fargate, "compute.fargate");
        if (fargate.discovery() == Discovery.SERVICE_CONNECT
                && Set.copyOf(forms.values()).size() > 1) {
            throw new IllegalArgumentException(
                    "Service Connect needs the container form of every service, because functions can't use it: "
                            + new TreeMap<>(forms));
        }
    }

    /** Returns the form of the service; throws {@link IllegalArgumentException} if there is none. */
    public Form formOf(String service) {
        return Optional.ofNullable(forms.get(service))
                .orElseThrow(() -> new IllegalArgumentException("compute.forms has no form for " + service));
    }

    /**
     * Returns whether the collectors decide which traces are kept, when they have seen the spans: errors and slow requests are
     * kept then. Only if every service runs as tasks. A function sends its spans before the freeze, to a collector that can't
     * wait for the rest of the trace.
     */
    public boolean samplesInCollectors() {
        return isAllTasks();
    }

    /**
     * Returns whether tasks call each other through Service Connect. Only if every service runs as tasks: functions can't use it
     * (<a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html">only tasks of ECS
     * services</a>).
     */
    public boolean connectsTasks() {
        return isAllTasks() && fargate.discovery() == Discovery.SERVICE_CONNECT;
    }

    private boolean isAllTasks() {
        return forms.values().stream().allMatch(form -> form == Form.FARGATE);
    }

    /** Returns a copy with another way of tasks to find the tasks of other services. */
    public ComputeSettings with(Discovery discovery) {
        return new ComputeSettings(forms, lambda, fargate.withDiscovery(discovery));
    }

    /** Returns a copy with other forms of the given services. */
    public ComputeSettings withForms(Map<String, Form> others) {
        Map<String, Form> all = new TreeMap<>(forms);
        all.putAll(others);
        return new ComputeSettings(all, lambda, fargate);
    }

    /** Returns a copy with all services in one form. */
    public ComputeSettings inOneForm(Form form) {
        return withForms(forms.keySet().stream().collect(Collectors.toMap(Function.identity(), service -> form)));
    }
}
