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
import stage5.kit.contract.Operation;
import stage5.kit.contract.Reliance;
import stage5.release.contract.Contracts.Candidate;

/**
 * The contracts of an environment's services, each held against each. A release says in its {@code neighbours.yaml}
 * which release of a neighbour's contract it was written against: what runs there has to keep that one's promises, as
 * far as the reader uses them. A service reads its own events, too, some of them published by the version before.
 */
public final class ContractMatrix {

    private final Contracts contracts;
    private final Map<String, Candidate> running;

    /** @param running versions by service; one that is missing runs nowhere in the environment, and binds nobody */
    public ContractMatrix(Contracts contracts, Map<String, Version> running) {
        this.contracts = contracts;
        this.running = new TreeMap<>(contracts.releases(running));
    }

    /** Returns why the release can't run beside what runs, as its owner or as its reader; empty if it can. */
    public List<Conflict> conflicts(Candidate release) {
        List<Conflict> conflicts = new ArrayList<>();
        for (Candidate neighbour : running.values()) {
            conflicts.addAll(conflicts(neighbour, release));
            conflicts.addAll(conflicts(release, neighbour));
        }
        return conflicts;
    }

    private List<Conflict> conflicts(Candidate reader, Candidate owner) {
        if (reader.service().equals(owner.service())) {
            return conflicts(reader, owner, reader, Set.of());
        }
        Reliance reliance = reader.contract().neighbours().get(owner.service());
        return reliance == null
                ? List.of()
                : conflicts(
                        reader, owner, contracts.release(owner.service(), reliance.release()), reliance.operations());
    }

    private static List<Conflict> conflicts(
            Candidate reader, Candidate owner, Candidate expected, Set<Operation> operations) {
        List<String> reasons = new ArrayList<>();
        Set<String> types = new TreeSet<>(reader.contract().reads());
        types.retainAll(expected.contract().types());
        Set<String> silent = new TreeSet<>(types);
        silent.removeAll(owner.contract().types());
        silent.forEach(type -> reasons.add(type + " is not published"));
        types.removeAll(silent);
        boolean grown = owner.isAtLeast(expected);
        Contract before = grown ? expected.contract() : owner.contract();
        Contract after = grown ? owner.contract() : expected.contract();
        Compatibility.eventBreaks(before, after, types).forEach(broken -> reasons.add(broken.toString()));
        Compatibility.httpBreaks(expected.contract(), owner.contract(), operations)
                .forEach(broken -> reasons.add(broken.toString()));
        return reasons.stream()
                .map(reason -> new Conflict(reader, owner, reason))
                .toList();
    }
}
