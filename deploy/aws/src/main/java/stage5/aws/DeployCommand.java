package stage5.aws;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.aws.CdkDeployment.Comparison;
import stage5.aws.account.AwsAccess;
import stage5.aws.account.StackStates;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.DeploymentGraph;
import stage5.aws.price.MonthlyPrices;
import stage5.stack.Project;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** Deploys the stacks of an environment, or those of one service, in the order of the graph. */
@Command(
        name = "deploy",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Deploys an environment or one of its services. The order follows from the templates: a stack is"
                + " deployed after the stacks whose parameters, secrets, exports and named resources it needs.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every stack is deployed", "1:a stack failed, or a stack that is needed is missing"})
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private EnvironmentOptions environment;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "A service or another stack, such as order-service or pipeline; platform for all stacks that"
                    + " belong to no service. By default all stacks.")
    private String service;

    @Option(names = "--region", paramLabel = "REGION", description = "Only the stacks in this region.")
    private String region;

    @Option(names = "--without-data", description = "Without the stack of the service's data, as for an older release.")
    private boolean withoutData;

    @Mixin
    private AccountOptions account;

    @Option(names = "--plan", description = "Print the order of deployment with its reasons, and change nothing.")
    private boolean plan;

    @Option(
            names = "--changes",
            paramLabel = "METHOD",
            description = "Print first how the stacks differ from the deployed ones. template only reads the deployed"
                    + " templates; auto creates change sets, and deletes them.")
    private Comparison changes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!plan && !environment.hasVersion() && (service == null || StackSelection.isService(service))) {
            throw new StackException("State with --version which published version the services run");
        }
        Optional<CloudAssembly> usual = plan ? environment.withoutDiscovery(service) : Optional.empty();
        CloudAssembly assembly = environment.assembly(service);
        DeploymentGraph graph = DeploymentGraph.of(assembly);
        List<AssembledStack> chosen = new StackSelection(graph)
                .of(environment.environment(), service).stream()
                        .filter(stack -> region == null || stack.region().equals(region))
                        .filter(stack -> !withoutData || !StackSelection.isData(stack))
                        .toList();
        Project project = Project.locate();
        PlanPrinter printer = new PlanPrinter(System.out, graph, MonthlyPrices.of(project));
        CdkDeployment cdk = new CdkDeployment(project, assembly);
        if (plan) {
            printer.print(environment.environment(), chosen);
            usual.ifPresent(other -> printer.printDifference(chosen, other));
        }
        if (changes != null) {
            cdk.compare(chosen, changes);
        }
        if (plan) {
            return 0;
        }
        environment.requireOneAccount(assembly);
        try (AwsAccess access = account.access()) {
            new Prerequisites(graph, new StackStates(access)).require(chosen);
        }
        List<List<AssembledStack>> waves = graph.waves(chosen);
        for (int wave = 0; wave < waves.size(); wave++) {
            printer.printWave(wave + 1, waves.get(wave));
            cdk.deploy(waves.get(wave));
        }
        System.out.println(Style.GOOD.of("%d stacks are deployed".formatted(chosen.size())));
        return 0;
    }
}
