package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.topology.FenceTable;

/**
 * The settings of one environment, as its YAML file in this package states them.
 *
 * @param account its AWS account number; environments can't share an account, because tables, topics and queues have the
 *     topology's names in each
 * @param regions the first one is primary: it creates the tables and secrets; the others hold replicas
 * @param activeRegion the region whose schedules run; the primary region by default
 * @param witnessRegion the third region of the {@link FenceTable}, which keeps no data that can be read; required with two
 *     regions, else null
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
        String witnessRegion,
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

    private static final int FENCE_REGIONS = 3;

    private static final List<Set<String>> REGION_SETS = List.of(
            Set.of("us-east-1", "us-east-2", "us-west-2"),
            Set.of("eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"),
            Set.of("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"));

    public DeploymentEnvironment {
        regions = List.copyOf(regions);
        activeRegion = requireNonNullElse(activeRegion, regions.getFirst());
        if (!regions.contains(activeRegion)) {
            throw new IllegalArgumentException("activeRegion of %s is %s, which is not one of its regions: %s"
                    .formatted(name, activeRegion, regions));
        }
        requireRegionsOfAFence(name, regions, witnessRegion);
        forms = Map.copyOf(requireNonNullElse(forms, Map.of()));
        accounts = Map.copyOf(requireNonNullElse(accounts, Map.of()));
    }

    /**
     * A table that is strongly consistent over regions has exactly three of them, in one set of regions: <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">MRSC</a>.
     */
    private static void requireRegionsOfAFence(String name, List<String> regions, String witness) {
        Set<String> all =
                Stream.concat(regions.stream(), Stream.ofNullable(witness)).collect(Collectors.toSet());
        boolean one = regions.size() == 1 && witness == null;
        if (!one && (regions.size() != 2 || all.size() != FENCE_REGIONS)) {
            throw new IllegalArgumentException(
                    "%s needs one region without a witnessRegion, or two and a witnessRegion; it has %s and the witness %s"
                            .formatted(name, regions, witness));
        }
        if (!one && REGION_SETS.stream().noneMatch(set -> set.containsAll(all))) {
            throw new IllegalArgumentException(
                    "The regions of %s have to be in one of %s, and are %s".formatted(name, REGION_SETS, all));
        }
    }

    /** Returns whether the table exists that names the region that may write. */
    public boolean hasFence() {
        return regions.size() > 1;
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
        return copy(name, account, regions, activeRegion, witnessRegion, all, sideBySide, accounts);
    }

    /** Returns a copy with another active region. */
    public DeploymentEnvironment withActiveRegion(String region) {
        return copy(name, account, regions, region, witnessRegion, forms, sideBySide, accounts);
    }

    /** Returns a copy with other regions, of which the first one is primary and active. */
    public DeploymentEnvironment withRegions(List<String> others, String witness) {
        return copy(name, account, others, others.getFirst(), witness, forms, sideBySide, accounts);
    }

    /** Returns a copy with all services in one form. If the environment exists once per form, the copy has that form's name
     * and account. */
    public DeploymentEnvironment inOneForm(Form form) {
        return copy(
                sideBySide ? name + "-" + form : name,
                sideBySide ? accounts.get(form) : account,
                regions,
                activeRegion,
                witnessRegion,
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
            List<String> regions,
            String activeRegion,
            String witnessRegion,
            Map<String, Form> forms,
            boolean sideBySide,
            Map<Form, String> accounts) {
        return new DeploymentEnvironment(
                name,
                account,
                regions,
                activeRegion,
                witnessRegion,
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
