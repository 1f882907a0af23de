package stage5.release.contract;

import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import stage5.kit.contract.Compatibility;
import stage5.kit.contract.Contract;
import stage5.kit.contract.HttpOperation;
import stage5.kit.contract.NeighbourDependency;
import stage5.release.contract.Contracts.ContractVersion;

/**
 * Compares the contracts of an environment's services with each other. A release states in its {@code neighbours.yaml}
 * which release of a neighbour's contract it expects. The running release has to be compatible with that one, as far as
 * the reader uses it. A service also reads its own events, including those of its previous version.
 */
public final class ContractMatrix {

    private final Contracts contracts;
    private final Map<String, ContractVersion> running;

    /** @param running versions by service; a service that is missing doesn't run in the environment and isn't checked */
    public ContractMatrix(Contracts contracts, Map<String, Version> running) {
        this.contracts = contracts;
        this.running = new TreeMap<>(contracts.releases(running));
    }

    /** Returns the conflicts of the release with the running ones, as publisher and as reader; empty if there are none. */
    public List<Conflict> conflicts(ContractVersion release) {
        List<Conflict> conflicts = new ArrayList<>();
        for (ContractVersion neighbour : running.values()) {
            conflicts.addAll(conflicts(neighbour, release));
            conflicts.addAll(conflicts(release, neighbour));
        }
        return conflicts;
    }

    private List<Conflict> conflicts(ContractVersion reader, ContractVersion owner) {
        if (reader.service().equals(owner.service())) {
            return conflicts(reader, owner, reader, Set.of());
        }
        NeighbourDependency reliance = reader.contract().neighbours().get(owner.service());
        return reliance == null
                ? List.of()
                : conflicts(
                        reader, owner, contracts.release(owner.service(), reliance.release()), reliance.operations());
    }

    private static List<Conflict> conflicts(
            ContractVersion reader, ContractVersion owner, ContractVersion expected, Set<HttpOperation> operations) {
        List<String> reasons = new ArrayList<>();
        Set<String> types = new TreeSet<>(reader.contract().consumedTypes());
        types.retainAll(expected.contract().types());
        Set<String> unpublished = new TreeSet<>(types);
        unpublished.removeAll(owner.contract().types());
        unpublished.forEach(type -> reasons.add(type + " is not published"));
        types.removeAll(unpublished);
        boolean ownerIsNewer = owner.isAtLeast(expected);
        Contract before = ownerIsNewer ? expected.contract() : owner.contract();
        Contract after = ownerIsNewer ? owner.contract() : expected.contract();
        Compatibility.eventBreaks(before, after, types).forEach(broken -> reasons.add(broken.toString()));
        Compatibility.httpBreaks(expected.contract(), owner.contract(), operations)
                .forEach(broken -> reasons.add(broken.toString()));
        return reasons.stream()
                .map(reason -> new Conflict(reader, owner, reason))
                .toList();
    }
}
