package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of one environment, as its YAML file in this package states them.
 *
 * @param account its AWS account number; environments can't share an account, because tables, topics and queues have the
 *     topology's names in each
 * @param regions the first one is primary: it creates the tables and secrets; the others hold replicas
 * @param activeRegion the region that accepts changes and handles events; the primary region by default
 * @param domain null for AWS's own host names; required with more than one region
 * @param repository on GitHub, as {@code owner/name}; its jobs may deploy the environment
 * @param forms one per service, by its name
 * @param sideBySide whether the environment exists once per form, each in its own account
 * @param accounts by form, if the environment exists once per form
 * @param deletable whether deleting the stacks also deletes the data
 */
public record DeploymentEnvironment(
        String name,
        String account,
        List<String> regions,
        String activeRegion,
        Domain domain,
        EdgeRules edge,
        String repository,
        Map<String, Form> forms,
        boolean sideBySide,
        Map<Form, String> accounts,
        boolean deletable,
        int logRetentionDays,
        NetworkSettings network,
        RedisSettings redis,
        LambdaSettings lambda,
        FargateSettings fargate,
        ExternalSettings outside,
        ObservabilitySettings observability,
        ProtectionSettings protection,
        SpendingSettings spending) {

    public DeploymentEnvironment {
        regions = List.copyOf(regions);
        activeRegion = requireNonNullElse(activeRegion, regions.getFirst());
        if (!regions.contains(activeRegion)) {
            throw new IllegalArgumentException("activeRegion of %s is %s, which is not one of its regions: %s"
                    .formatted(name, activeRegion, regions));
        }
        forms = Map.copyOf(requireNonNullElse(forms, Map.of()));
        accounts = Map.copyOf(requireNonNullElse(accounts, Map.of()));
    }

    /** Returns the form of the service; throws {@link IllegalArgumentException} if the file states none. */
    public Form formOf(String service) {
        return Optional.ofNullable(forms.get(service))
                .orElseThrow(() -> new IllegalArgumentException(name + " has no form for " + service));
    }

    /**
     * Returns whether the collectors decide which traces are kept, when they have seen the spans: errors and slow requests are
     * kept then. Only if every service runs as tasks. A function sends its spans before the freeze, to a collector that can't
     * wait for the rest of the trace.
     */
    public boolean samplesInCollectors() {
        return forms.values().stream().allMatch(form -> form == Form.FARGATE);
    }

    /** Returns the region that creates the tables and secrets. */
    public String primaryRegion() {
        return regions.getFirst();
    }

    /** Returns all regions except the given one. */
    public List<String> otherRegions(String region) {
        return regions.stream().filter(other -> !other.equals(region)).toList();
    }

    /** Returns a copy with other forms of the given services. */
    public DeploymentEnvironment withForms(Map<String, Form> others) {
        Map<String, Form> all = new TreeMap<>(forms);
        all.putAll(others);
        return copy(name, account, activeRegion, all, sideBySide, accounts);
    }

    /** Returns a copy with another active region. */
    public DeploymentEnvironment withActiveRegion(String region) {
        return copy(name, account, region, forms, sideBySide, accounts);
    }

    /** Returns a copy with all services in one form. If the environment exists once per form, the copy has that form's name
     * and account. */
    public DeploymentEnvironment inOneForm(Form form) {
        return copy(
                sideBySide ? name + "-" + form : name,
                sideBySide ? accounts.get(form) : account,
                activeRegion,
                all(form),
                false,
                Map.of());
    }

    /** Returns the environments to deploy: this one, or one per form if the environment exists once per form. */
    public Stream<DeploymentEnvironment> perForm() {
        return sideBySide ? Stream.of(Form.values()).map(this::inOneForm) : Stream.of(this);
    }

    private Map<String, Form> all(Form form) {
        return forms.keySet().stream().collect(Collectors.toMap(Function.identity(), service -> form));
    }

    private DeploymentEnvironment copy(
            String name,
            String account,
            String activeRegion,
            Map<String, Form> forms,
            boolean sideBySide,
            Map<Form, String> accounts) {
        return new DeploymentEnvironment(
                name,
                account,
                regions,
                activeRegion,
                domain,
                edge,
                repository,
                forms,
                sideBySide,
                accounts,
                deletable,
                logRetentionDays,
                network,
                redis,
                lambda,
                fargate,
                outside,
                observability,
                protection,
                spending);
    }
}
