package stage5.aws;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.graph.Dependency;
import stage5.aws.graph.DeploymentGraph;
import stage5.aws.graph.Name;
import stage5.aws.graph.Name.Kind;
import stage5.aws.price.IdleCost;
import stage5.aws.price.MonthlyPrices;
import stage5.stack.terminal.Style;

/** Prints the waves of a deployment with the reasons for their order, and what the stacks cost without traffic. */
record PlanPrinter(PrintStream out, DeploymentGraph graph, MonthlyPrices prices) {

    /** Every stack of the CDK requires it; the doctor checks it. */
    private static final String BOOTSTRAP = "/cdk-bootstrap/";

    void print(String environment, Collection<AssembledStack> chosen) {
        List<List<AssembledStack>> waves = graph.waves(chosen);
        out.printf("%s: %d stacks in %d waves%n", environment, chosen.size(), waves.size());
        for (int wave = 0; wave < waves.size(); wave++) {
            printWave(wave + 1, waves.get(wave));
        }
        Set<Name> external = new TreeSet<>();
        chosen.forEach(stack ->
                graph.external(stack).stream().filter(PlanPrinter::mustExist).forEach(external::add));
        if (!external.isEmpty()) {
            out.println("Needed from outside the templates");
            external.forEach(name -> out.println("  " + name));
        }
        out.println("Without traffic: "
                + chosen.stream().map(stack -> IdleCost.of(stack, prices)).reduce(IdleCost.NOTHING, IdleCost::plus));
    }

    void printWave(int number, List<AssembledStack> wave) {
        out.println(Style.STRONG.of("Wave " + number));
        for (AssembledStack stack : wave) {
            IdleCost cost = IdleCost.of(stack, prices);
            out.println("  " + stack + (cost.isNothing() ? "" : Style.FAINT.of("  " + cost)));
            for (Dependency dependency : graph.dependencies(stack)) {
                out.println(Style.FAINT.of("    after %s: %s".formatted(dependency.needed(), dependency.reason())));
            }
        }
    }

    private static boolean mustExist(Name name) {
        return (name.kind() == Kind.PARAMETER || name.kind() == Kind.SECRET || name.kind() == Kind.EXPORT)
                && !name.text().startsWith(BOOTSTRAP);
    }
}
