package stage5.aws;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.graph.DeploymentGraph;
import stage5.stack.StackException;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** Chooses stacks by the name of a service or of another stack. */
public record StackSelection(DeploymentGraph graph) {

    /** The name of all stacks that belong to no service. */
    public static final String PLATFORM = "platform";

    /**
     * Returns the stacks of a service in every region: its own, and those whose name is the service's name with a suffix, such
     * as {@code order-service-subscriptions}. For {@value #PLATFORM} returns the stacks that belong to no service, for
     * another name the stacks with exactly that name.
     *
     * @param name null for all stacks
     * @throws StackException if there is none
     */
    public List<AssembledStack> of(String environment, String name) {
        if (name == null) {
            return graph.stacks();
        }
        List<AssembledStack> found =
                graph.stacks().stream().filter(stack -> matches(stack, name)).toList();
        if (found.isEmpty()) {
            throw new StackException("%s has no stack %s; it has %s"
                    .formatted(
                            environment,
                            name,
                            graph.stacks().stream()
                                    .map(AssembledStack::shortName)
                                    .distinct()
                                    .collect(Collectors.joining(", "))));
        }
        return found;
    }

    /** Returns whether the stack has the tables, queues and logs of a service. */
    static boolean isData(AssembledStack stack) {
        return services().anyMatch(service -> stack.shortName().equals(service + "-data"));
    }

    private static boolean matches(AssembledStack stack, String name) {
        return isService(name)
                ? belongsTo(stack, name)
                : stack.shortName().equals(name) || name.equals(PLATFORM) && belongsToNone(stack);
    }

    private static boolean belongsTo(AssembledStack stack, String service) {
        return stack.shortName().equals(service) || stack.shortName().startsWith(service + "-");
    }

    private static boolean belongsToNone(AssembledStack stack) {
        return services().noneMatch(service -> belongsTo(stack, service));
    }

    static boolean isService(String name) {
        return services().anyMatch(name::equals);
    }

    private static Stream<String> services() {
        return Topology.load().services().stream().map(ServiceTopology::service);
    }
}
