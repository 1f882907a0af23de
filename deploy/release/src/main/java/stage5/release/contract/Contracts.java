package stage5.release.contract;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import stage5.cli.stack.StackException;
import stage5.kit.contract.Contract;

/**
 * The services' contracts in a checkout.
 *
 * @param root of the checkout
 */
public record Contracts(Path root) {

    /**
     * A contract at a version.
     *
     * @param version of the release, or the one that a contract which is not released states
     * @param released whether it is one of the releases: else it is what becomes of them, whatever version it states
     */
    public record Candidate(String service, Version version, Contract contract, boolean released) {

        /** Returns whether it came after the other, or is the other. */
        boolean isAtLeast(Candidate other) {
            int order = version.compareTo(other.version);
            return order == 0 ? !released || other.released : order > 0;
        }

        @Override
        public String toString() {
            return service + " " + version;
        }
    }

    /** Returns the service's contract as it lies there, released or not. */
    public Candidate current(String service) {
        Contract contract = of(service);
        return new Candidate(
                service, Version.parse(contract.versions().iterator().next()), contract, false);
    }

    /** Returns a release; throws {@link StackException} if there is none of that version. */
    public Candidate release(String service, String version) {
        return release(service, Version.parse(version));
    }

    Candidate release(String service, Version version) {
        SortedMap<Version, Contract> releases = of(service).releases();
        return Optional.ofNullable(releases.get(version))
                .map(contract -> new Candidate(service, version, contract, true))
                .orElseThrow(() -> new StackException(
                        "%s/contract/released has no %s; it has %s".formatted(service, version, releases.keySet())));
    }

    /** Returns the releases that run, by service. */
    Map<String, Candidate> releases(Map<String, Version> versions) {
        return versions.entrySet().stream()
                .map(running -> release(running.getKey(), running.getValue()))
                .collect(Collectors.toMap(Candidate::service, release -> release));
    }

    private Contract of(String service) {
        return Contract.in(root.resolve(service).resolve("contract"));
    }
}
