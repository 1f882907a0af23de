package stage5.release.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import stage5.kit.contract.Contract;
import stage5.release.contract.Contracts.ContractVersion;

/** Compares each contract's {@code neighbours.yaml} with the neighbours' contracts. */
class NeighboursTests {

    static final Iterable<String> SERVICES = CopiedContracts.SERVICES;

    private final Contracts contracts = new Contracts(CopiedContracts.PROJECT);

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldNameEveryPublisher_whenTheServiceReadsItsEvents(String service) {
        Contract contract = contracts.current(service).contract();
        Set<String> publishers = CopiedContracts.SERVICES.stream()
                .filter(other -> !other.equals(service))
                .filter(other -> contracts.current(other).contract().types().stream()
                        .anyMatch(contract.consumedTypes()::contains))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(contract.neighbours().keySet()).containsAll(publishers);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldRelyOnReleasesThatContainWhatItUses_whenItNamesANeighbour(String service) {
        Contract contract = contracts.current(service).contract();
        Set<String> known = new TreeSet<>(contract.types());

        contract.neighbours().forEach((neighbour, reliance) -> {
            ContractVersion expected = contracts.release(neighbour, reliance.release());
            known.addAll(expected.contract().types());
            assertThat(expected.contract().operations()).as(neighbour).containsAll(reliance.operations());
        });
        assertThat(known).containsAll(contract.consumedTypes());
    }
}
