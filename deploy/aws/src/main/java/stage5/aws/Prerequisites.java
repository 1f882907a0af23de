package stage5.aws;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stage5.aws.account.StackStates;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.graph.Dependency;
import stage5.aws.graph.DeploymentGraph;
import stage5.stack.StackException;

/** Examines whether the stacks exist that a deployment needs and doesn't deploy itself. */
record Prerequisites(DeploymentGraph graph, StackStates states) {

    /** Throws {@link StackException} with the missing stacks and how to deploy them. */
    void require(Collection<AssembledStack> chosen) {
        Map<String, Set<String>> missing = new TreeMap<>();
        for (AssembledStack stack : chosen) {
            for (Dependency dependency : graph.dependencies(stack)) {
                AssembledStack needed = dependency.needed();
                if (!chosen.contains(needed) && !states.isDeployed(needed)) {
                    missing.computeIfAbsent(needed.shortName(), name -> new TreeSet<>())
                            .add("  %s needs %s: %s".formatted(stack, needed, dependency.reason()));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new StackException("""
                    Nothing was changed. These stacks have to be deployed first, with ./stage5 aws deploy ENV NAME: %s
                    %s""".formatted(
                            String.join(", ", missing.keySet()),
                            missing.values().stream().flatMap(Set::stream).collect(Collectors.joining("\n"))));
        }
    }
}
