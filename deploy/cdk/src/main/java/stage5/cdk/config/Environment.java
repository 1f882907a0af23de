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
 * One shop in one account, as its file in this package has it.
 *
 * @param account its number; environments do not share one, because tables, topics and queues are called in each what
 *     the topology calls them
 * @param regions the first makes the tables and secrets; the others hold replicas of them
 * @param activeRegion the one of them that takes changes, publishes and handles events; the first where none is named
 * @param domain null where AWS's own host names do; more than one region needs one
 * @param repository on GitHub, as {@code owner/name}: its jobs may deploy the environment
 * @param forms by service, in the short form of {@link #shortName}; complete
 * @param sideBySide whether the environment is there once per form, each in an account of its own
 * @param accounts by form, where it is there once per form
 * @param monthlyUsd what it may cost a month before somebody is told
 * @param deletable whether its data may be deleted along with its stacks
 */
public record Environment(
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
        OutsideSettings outside,
        ObservabilitySettings observability,
        ProtectionSettings protection,
        int monthlyUsd) {

    public Environment {
        regions = List.copyOf(regions);
        activeRegion = requireNonNullElse(activeRegion, regions.getFirst());
        if (!regions.contains(activeRegion)) {
            throw new IllegalArgumentException("%s has no region %s: %s".formatted(name, activeRegion, regions));
        }
        forms = Map.copyOf(requireNonNullElse(forms, Map.of()));
        accounts = Map.copyOf(requireNonNullElse(accounts, Map.of()));
    }

    /** Returns what a service is called for short: {@code order} for {@code order-service}. */
    public static String shortName(String service) {
        return service.substring(0, service.indexOf('-') < 0 ? service.length() : service.indexOf('-'));
    }

    /** Returns the form of the service; throws {@link IllegalArgumentException} where the file does not state one. */
    public Form formOf(String service) {
        return Optional.ofNullable(forms.get(shortName(service)))
                .orElseThrow(() -> new IllegalArgumentException(name + " has no form for " + service));
    }

    /** Returns the region that makes what the others have replicas of. */
    public String primaryRegion() {
        return regions.getFirst();
    }

    /** Returns the regions besides that one. */
    public List<String> otherRegions(String region) {
        return regions.stream().filter(other -> !other.equals(region)).toList();
    }

    /** Returns the same with other forms of the services named. */
    public Environment withForms(Map<String, Form> others) {
        Map<String, Form> all = new TreeMap<>(forms);
        all.putAll(others);
        return copy(name, account, activeRegion, all, sideBySide, accounts);
    }

    /** Returns the same with another region active. */
    public Environment withActiveRegion(String region) {
        return copy(name, account, region, forms, sideBySide, accounts);
    }

    /** Returns the same with all services in one form; its own account's side, where it has one for each form. */
    public Environment inOneForm(Form form) {
        return copy(
                sideBySide ? name + "-" + form : name,
                sideBySide ? accounts.get(form) : account,
                activeRegion,
                all(form),
                false,
                Map.of());
    }

    /** Returns the environments to be stood up: this, or one per form, each with all services in it. */
    public Stream<Environment> sides() {
        return sideBySide ? Stream.of(Form.values()).map(this::inOneForm) : Stream.of(this);
    }

    private Map<String, Form> all(Form form) {
        return forms.keySet().stream().collect(Collectors.toMap(Function.identity(), service -> form));
    }

    private Environment copy(
            String name,
            String account,
            String activeRegion,
            Map<String, Form> forms,
            boolean sideBySide,
            Map<Form, String> accounts) {
        return new Environment(
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
                monthlyUsd);
    }
}
