package stage5.cli.check;

import java.util.List;

/** What is published is what the publishers' contracts say. */
final class ContractBooks {

    private static final String PROMISE = "each published event keeps its contract";

    private ContractBooks() {}

    static List<Finding> check(Snapshot snapshot) {
        return List.of(snapshot.published()
                .map(published ->
                        Finding.of(PROMISE, "%,d events".formatted(published.events()), published.departures()))
                .orElseGet(() -> Finding.of(PROMISE, "nobody looked: SNS is somebody else's", List.of())));
    }
}
