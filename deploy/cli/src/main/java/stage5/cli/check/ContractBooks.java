package stage5.cli.check;

import java.util.List;

/** What is published is what the publishers' contracts say. */
final class ContractBooks {

    private ContractBooks() {}

    static List<Finding> check(Snapshot snapshot) {
        return List.of(Finding.of(
                "each published event keeps its contract",
                "%,d events".formatted(snapshot.published().events()),
                snapshot.published().departures()));
    }
}
