package stage5.aws.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.stack.StackException;

/** The stacks of an environment and their dependencies, derived from the templates. */
public final class DeploymentGraph {

    private final List<AssembledStack> stacks;
    private final Map<AssembledStack, List<Dependency>> dependencies = new LinkedHashMap<>();
    private final Map<AssembledStack, Set<Name>> external = new LinkedHashMap<>();

    private DeploymentGraph(List<AssembledStack> stacks) {
        this.stacks = stacks;
    }

    /**
     * Returns the graph of the assembly.
     *
     * @throws StackException if two stacks publish the same name, or if stacks depend on each other in a cycle; the message
     *     contains the path of the cycle
     */
    public static DeploymentGraph of(CloudAssembly assembly) {
        DeploymentGraph graph = new DeploymentGraph(assembly.stacks());
        Map<Name, AssembledStack> publishers = publishers(assembly.stacks());
        for (AssembledStack stack : assembly.stacks()) {
            graph.add(stack, publishers);
        }
        graph.requireNoCycle();
        return graph;
    }

    private static Map<Name, AssembledStack> publishers(List<AssembledStack> stacks) {
        Map<Name, AssembledStack> publishers = new TreeMap<>();
        for (AssembledStack stack : stacks) {
            for (Name name : PublishedNames.of(stack)) {
                AssembledStack other = publishers.put(name, stack);
                if (other != null) {
                    throw new StackException("%s and %s both create the %s".formatted(other, stack, name));
                }
            }
        }
        return publishers;
    }

    private void add(AssembledStack stack, Map<Name, AssembledStack> publishers) {
        Map<AssembledStack, List<Name>> needed = new LinkedHashMap<>();
        stacks.stream()
                .filter(other -> stack.dependencies().contains(other.id()))
                .forEach(other -> needed.put(other, new ArrayList<>()));
        Set<Name> unknown = new TreeSet<>();
        for (Name name : RequiredNames.of(stack)) {
            AssembledStack publisher = publishers.get(name);
            if (publisher == null) {
                unknown.add(name);
            } else {
                needed.computeIfAbsent(publisher, other -> new ArrayList<>()).add(name);
            }
        }
        external.put(stack, unknown);
        dependencies.put(
                stack,
                needed.entrySet().stream()
                        .map(each -> new Dependency(stack, each.getKey(), each.getValue()))
                        .toList());
    }

    /** Returns all stacks, in the order of the assembly. */
    public List<AssembledStack> stacks() {
        return stacks;
    }

    /** Returns the direct dependencies of the stack. */
    public List<Dependency> dependencies(AssembledStack stack) {
        return dependencies.get(stack);
    }

    /** Returns the names that the stack needs and no stack of the assembly creates. */
    public Set<Name> external(AssembledStack stack) {
        return external.get(stack);
    }

    /** Returns the waves of all stacks, see {@link #waves(Collection)}. */
    public List<List<AssembledStack>> waves() {
        return waves(stacks);
    }

    /**
     * Returns the order in which to deploy the given stacks. Stacks of one wave don't depend on each other, and no stack
     * depends on one of a later wave. To delete stacks, reverse the order.
     */
    public List<List<AssembledStack>> waves(Collection<AssembledStack> chosen) {
        List<List<AssembledStack>> waves = new ArrayList<>();
        Set<AssembledStack> left = new LinkedHashSet<>(chosen);
        while (!left.isEmpty()) {
            List<AssembledStack> wave = left.stream()
                    .filter(stack -> needed(stack).stream().noneMatch(left::contains))
                    .toList();
            waves.add(wave);
            wave.forEach(left::remove);
        }
        return waves;
    }

    /** Returns the stacks that the stack needs, directly or not. */
    public Set<AssembledStack> needed(AssembledStack stack) {
        Set<AssembledStack> all = new LinkedHashSet<>();
        collect(stack, all);
        return all;
    }

    private void collect(AssembledStack stack, Set<AssembledStack> all) {
        for (Dependency dependency : dependencies(stack)) {
            if (all.add(dependency.needed())) {
                collect(dependency.needed(), all);
            }
        }
    }

    private void requireNoCycle() {
        stacks.stream()
                .filter(stack -> needed(stack).contains(stack))
                .findFirst()
                .ifPresent(stack -> {
                    throw new StackException("The stacks depend on each other in a cycle:\n" + cycle(stack));
                });
    }

    /** Follows dependencies that lead back to the stack. */
    private String cycle(AssembledStack start) {
        List<Dependency> path = new ArrayList<>();
        Set<AssembledStack> seen = new HashSet<>();
        AssembledStack stack = start;
        while (seen.add(stack)) {
            Dependency next = dependencies(stack).stream()
                    .filter(dependency -> dependency.needed().equals(start)
                            || needed(dependency.needed()).contains(start))
                    .min(Comparator.comparing(dependency -> !dependency.needed().equals(start)))
                    .orElseThrow();
            path.add(next);
            stack = next.needed();
        }
        AssembledStack repeated = stack;
        return path.stream()
                .dropWhile(dependency -> !dependency.stack().equals(repeated))
                .map(dependency ->
                        "  %s needs %s: %s".formatted(dependency.stack(), dependency.needed(), dependency.reason()))
                .collect(Collectors.joining("\n"));
    }
}
