package stage5.aws;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
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
        out.println("Without traffic: " + idle(chosen));
    }

    private IdleCost idle(Collection<AssembledStack> some) {
        return some.stream().map(stack -> IdleCost.of(stack, prices)).reduce(IdleCost.NOTHING, IdleCost::plus);
    }

    /**
     * Prints what the discovery of the command line changes in a month without traffic. The proxies of Service Connect run in
     * the tasks, whose size stays the same (<a
     * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html">
     * recommendation</a>).
     *
     * @param usual the same environment without that option
     */
    void printDifference(Collection<AssembledStack> chosen, CloudAssembly usual) {
        Set<String> ids = chosen.stream().map(AssembledStack::id).collect(Collectors.toSet());
        BigDecimal difference = idle(chosen)
                .usd()
                .subtract(idle(usual.stacks().stream()
                                .filter(stack -> ids.contains(stack.id()))
                                .toList())
                        .usd());
        out.printf(Locale.ROOT, "The discovery changes that by $%+.2f%n", difference.setScale(2, RoundingMode.HALF_UP));
        long proxies = chosen.stream()
                .flatMap(stack -> stack.resources("AWS::ECS::Service"))
                .filter(service -> service.properties().has("ServiceConnectConfiguration"))
                .count();
        if (proxies > 0) {
            out.printf(
                    "Each task of %d services has a proxy, for which AWS recommends 256 CPU units and 64 MiB%n",
                    proxies);
        }
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
