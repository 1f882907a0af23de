package stage5.kit.contract;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a release relies on of one neighbour.
 *
 * @param release of the neighbour's contract that it was written against
 * @param operations that it calls by itself; what it only passes on is the caller's business
 */
public record NeighbourDependency(String release, Set<HttpOperation> operations) {

    static NeighbourDependency of(DocumentNode stated) {
        List<DocumentNode> calls = stated.at("calls").elements();
        return new NeighbourDependency(
                stated.at("contract").text(),
                calls.stream().map(call -> HttpOperation.parse(call.text())).collect(toCollection(LinkedHashSet::new)));
    }
}
