package stage5.cli.check;

import java.util.List;

/** What is published is what the publishers' contracts say. */
final class ContractInvariants {

    private static final String INVARIANT = "each published event keeps its contract";

    private ContractInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        return List.of(snapshot.published()
                .map(published ->
                        InvariantResult.of(INVARIANT, "%,d events".formatted(published.events()), published.departures()))
                .orElseGet(() -> InvariantResult.of(INVARIANT, "nobody looked: SNS is somebody else's", List.of())));
    }
}
