package stage5.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.aws.account.AwsAccess;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.DeploymentGraph;
import stage5.aws.price.MonthlyPrices;
import stage5.stack.Project;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** Deploys an earlier release of a service: its artifacts and the templates that the pipeline has recorded with them. */
@Command(
        name = "rollback",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Deploys the release of a service that ran before, with its own templates. The stack with the"
                + " service's data stays as it is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the earlier release runs", "1:there is no earlier release, or its deployment failed"})
final class RollbackCommand implements Callable<Integer> {

    private static final Path FOLDER = Path.of(".stage5", "aws", "releases");

    @Mixin
    private EnvironmentOptions environment;

    @Parameters(index = "1", paramLabel = "SERVICE", description = "The service, such as order-service.")
    private String service;

    @Option(
            names = "--to",
            paramLabel = "REVISION",
            description = "The revision; by default the one before the current one.")
    private String revision;

    @Option(names = "--region", paramLabel = "REGION", description = "Only the stacks in this region.")
    private String region;

    @Option(names = "--plan", description = "Print what would be deployed, and change nothing.")
    private boolean plan;

    @Mixin
    private AccountOptions account;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (AwsAccess access = account.access()) {
            AssembledStack current = new StackSelection(DeploymentGraph.of(environment.assembly()))
                    .of(environment.environment(), service)
                    .getFirst();
            RecordedReleases releases = new RecordedReleases(
                    access, environment.environment(), service, current.account(), current.region());
            String target = revision == null
                    ? releases.previous()
                            .orElseThrow(() -> new StackException(
                                    "%s has no earlier release in %s".formatted(service, environment.environment())))
                    : revision;
            deploy(releases, target);
            return 0;
        }
    }

    private void deploy(RecordedReleases releases, String target) throws IOException, InterruptedException {
        Project project = Project.locate();
        Path folder = project.root()
                .resolve(FOLDER)
                .resolve(environment.environment())
                .resolve(service)
                .resolve(target);
        CloudAssembly assembly = environment.stacksOf(releases.templates(target, folder));
        DeploymentGraph graph = DeploymentGraph.of(assembly);
        List<AssembledStack> chosen = new StackSelection(graph)
                .of(environment.environment(), service).stream()
                        .filter(stack -> region == null || stack.region().equals(region))
                        .filter(stack -> !StackSelection.isData(stack))
                        .toList();
        System.out.printf("%s in %s: back to %s%n", service, environment.environment(), target);
        new PlanPrinter(System.out, graph, MonthlyPrices.of(project)).print(environment.environment(), chosen);
        if (plan) {
            return;
        }
        CdkDeployment cdk = new CdkDeployment(project, assembly);
        for (List<AssembledStack> wave : graph.waves(chosen)) {
            cdk.deploy(wave);
        }
        releases.record(
                target,
                releases.contract(folder),
                chosen.stream().map(AssembledStack::region).distinct().toList());
        System.out.println(Style.GOOD.of("%s %s runs".formatted(service, target)));
    }
}
