package stage5.aws.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stage5.aws.assembly.AssembledStack;

/**
 * A stack needs another one to be deployed before it.
 *
 * @param names that the stack needs and the other one publishes; empty if only the CDK app declares the dependency
 */
public record Dependency(AssembledStack stack, AssembledStack needed, List<Name> names) {

    public Dependency {
        names = List.copyOf(names);
    }

    /** Returns the reasons as text, grouped by kind. */
    public String reason() {
        if (names.isEmpty()) {
            return "declared by the CDK app";
        }
        Map<Name.Kind, List<Name>> byKind =
                names.stream().collect(Collectors.groupingBy(Name::kind, TreeMap::new, Collectors.toList()));
        return byKind.entrySet().stream()
                .map(kind -> kind.getKey()
                        + (kind.getValue().size() > 1 ? "s " : " ")
                        + kind.getValue().stream().map(Name::text).distinct().collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }
}
