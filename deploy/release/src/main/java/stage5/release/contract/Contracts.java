package stage5.release.contract;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import stage5.kit.contract.Contract;
import stage5.stack.StackException;

/**
 * The services' contracts in a checkout.
 *
 * @param root of the checkout
 */
public record Contracts(Path root) {

    /**
     * A contract at one version.
     *
     * @param version of the release, or the version that the unreleased contract states
     * @param released false for the current contract, which counts as newer than a release of the same version
     */
    public record ContractVersion(String service, Version version, Contract contract, boolean released) {

        /** Returns whether it is the other version or a newer one. */
        boolean isAtLeast(ContractVersion other) {
            int order = version.compareTo(other.version);
            return order == 0 ? !released || other.released : order > 0;
        }

        @Override
        public String toString() {
            return service + " " + version;
        }
    }

    /** Returns the service's current contract, which may be unreleased. */
    public ContractVersion current(String service) {
        Contract contract = of(service);
        return new ContractVersion(
                service, Version.parse(contract.versions().iterator().next()), contract, false);
    }

    /** Returns a release; throws {@link StackException} if that version doesn't exist. */
    public ContractVersion release(String service, String version) {
        return release(service, Version.parse(version));
    }

    ContractVersion release(String service, Version version) {
        SortedMap<Version, Contract> releases = of(service).releases();
        return Optional.ofNullable(releases.get(version))
                .map(contract -> new ContractVersion(service, version, contract, true))
                .orElseThrow(() -> new StackException(
                        "%s/contract/released has no %s; it has %s".formatted(service, version, releases.keySet())));
    }

    /** Returns the running releases by service. */
    Map<String, ContractVersion> releases(Map<String, Version> versions) {
        return versions.entrySet().stream()
                .map(running -> release(running.getKey(), running.getValue()))
                .collect(Collectors.toMap(ContractVersion::service, release -> release));
    }

    private Contract of(String service) {
        return Contract.in(root.resolve(service).resolve("contract"));
    }
}
