package stage5.cli.check;

import java.util.List;

/** Every published event conforms to its publisher's contract. */
final class ContractInvariants {

    private static final String INVARIANT = "each published event conforms to its contract";

    private ContractInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        return List.of(snapshot.published()
                .map(published -> InvariantResult.of(
                        INVARIANT, "%,d events".formatted(published.events()), published.violations()))
                .orElseGet(
                        () -> InvariantResult.of(INVARIANT, "not checked: SNS is outside the local cloud", List.of())));
    }
}
