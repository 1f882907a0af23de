package stage5.cdk.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings of one environment in groups, as its YAML file in this package states them. */
public record DeploymentEnvironment(
        String name,
        AccountSettings account,
        RegionSettings regions,
        ComputeSettings compute,
        DataSettings data,
        NetworkSettings network,
        PublicEdge edge,
        ExternalSettings outside,
        ObservabilitySettings observability) {

    public DeploymentEnvironment {
        requireNonNull(name, "name");
        requireNonNull(account, "account");
        requireNonNull(regions, "regions");
        requireNonNull(compute, "compute");
        requireNonNull(data, "data");
        requireNonNull(network, "network");
        requireNonNull(edge, "edge");
        requireNonNull(outside, "outside");
        requireNonNull(observability, "observability");
    }

    /** Returns whether the environment exists once per form, each in its own account. */
    public boolean sideBySide() {
        return account.sideBySide();
    }

    /** Returns a copy with other forms of the given services. */
    public DeploymentEnvironment withForms(Map<String, Form> others) {
        return copy(name, account, regions, compute.withForms(others));
    }

    /** Returns a copy with another way of tasks to find the tasks of other services. */
    public DeploymentEnvironment with(Discovery discovery) {
        return copy(name, account, regions, compute.with(discovery));
    }

    /** Returns a copy with another active region. */
    public DeploymentEnvironment withActiveRegion(String region) {
        return copy(name, account, regions.withActive(region), compute);
    }

    /** Returns a copy with other regions, of which the first one is primary and active. */
    public DeploymentEnvironment withRegions(List<String> others, String witness) {
        return copy(name, account, new RegionSettings(others, null, witness), compute);
    }

    /** Returns a copy with other limits of costs. */
    public DeploymentEnvironment withSpending(SpendingSettings other) {
        return copy(name, account.withSpending(other), regions, compute);
    }

    /** Returns a copy with all services in one form. If the environment exists once per form, the copy has that form's name
     * and account. */
    public DeploymentEnvironment inOneForm(Form form) {
        return copy(sideBySide() ? name + "-" + form : name, account.of(form), regions, compute.inOneForm(form));
    }

    /** Returns the environments to deploy: this one, or one per form if the environment exists once per form. */
    public Stream<DeploymentEnvironment> perForm() {
        return sideBySide() ? Stream.of(Form.values()).map(this::inOneForm) : Stream.of(this);
    }

    private DeploymentEnvironment copy(
            String name, AccountSettings account, RegionSettings regions, ComputeSettings compute) {
        return new DeploymentEnvironment(name, account, regions, compute, data, network, edge, outside, observability);
    }
}
