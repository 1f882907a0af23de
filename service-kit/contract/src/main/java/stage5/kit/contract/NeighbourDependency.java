package stage5.kit.contract;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a service uses of another service's contract.
 *
 * @param release the release of the other contract that the service was written for
 * @param operations the operations that the service calls itself, without requests that it only forwards
 */
public record NeighbourDependency(String release, Set<HttpOperation> operations) {

    static NeighbourDependency of(DocumentNode node) {
        List<DocumentNode> calls = node.at("calls").elements();
        return new NeighbourDependency(
                node.at("contract").text(),
                calls.stream().map(call -> HttpOperation.parse(call.text())).collect(toCollection(LinkedHashSet::new)));
    }
}
