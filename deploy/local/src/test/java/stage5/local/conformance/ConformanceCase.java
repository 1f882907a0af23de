package stage5.local.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One case of the suite: a call, its expected outcome on AWS, and the page or public record that states it.
 *
 * @param service the service of the file
 * @param name input and behaviour in a few words; unique within the service
 * @param source the AWS page or the public record that states the expectation
 * @param protocols the protocols in which the case runs
 * @param region the region of all calls; null means the default one
 * @param deviation states that the local cloud behaves otherwise; null if it behaves as AWS does
 * @param function the behaviour of the case's function; null if it has none
 * @param setup the steps before the call; they must succeed
 * @param call the call that the case is about
 * @param expected its expected outcome
 * @param then the steps after the call
 */
record ConformanceCase(
        String service,
        String name,
        String source,
        List<Protocol> protocols,
        String region,
        Deviation deviation,
        ObjectNode function,
        List<Step> setup,
        Step call,
        ObjectNode expected,
        List<Step> then) {

    /**
     * A known difference of the local cloud.
     *
     * @param protocols the protocols in which it exists
     * @param members the only members of the expectation that may differ; an empty list means all
     * @param reason a sentence for the README
     */
    record Deviation(List<Protocol> protocols, List<String> members, String reason) {

        /** Returns whether the differences are those of this deviation, and there are some. */
        boolean explains(List<Difference> differences) {
            return !differences.isEmpty()
                    && differences.stream()
                            .allMatch(difference -> members.isEmpty() || members.contains(difference.member()));
        }
    }

    /** Returns why this case fails on the local cloud in a protocol; empty if it must pass. */
    Optional<Deviation> deviation(Protocol protocol) {
        return Optional.ofNullable(deviation).filter(known -> known.protocols().contains(protocol));
    }

    /** Returns whether the case calls the API by name, so that it depends on the protocol. */
    static boolean hasActions(List<Step> setup, Step call, List<Step> then) {
        return Stream.of(setup.stream(), Stream.of(call), then.stream())
                .flatMap(steps -> steps)
                .anyMatch(step -> step.action() != null);
    }
}
