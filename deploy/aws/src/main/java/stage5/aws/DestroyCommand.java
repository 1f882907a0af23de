package stage5.aws;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import stage5.aws.account.AwsAccess;
import stage5.aws.account.StackStates;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.DeploymentGraph;
import stage5.aws.leftovers.Leftovers;
import stage5.aws.price.MonthlyPrices;
import stage5.stack.Project;
import stage5.stack.StackException;

/** Deletes the stacks of an environment and lists what is left. */
@Command(
        name = "destroy",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description =
                "Deletes all stacks of an environment in reverse order, and lists what is left with its monthly price."
                        + " Environments whose data may be deleted (dev, bench) leave nothing: log groups and parameters that no"
                        + " stack owns are deleted too.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all stacks are deleted",
            "1:a stack could not be deleted, or something is left in dev or bench"
        })
final class DestroyCommand implements Callable<Integer> {

    @Mixin
    private EnvironmentOptions environment;

    @Option(names = "--plan", description = "Print the order of deletion and what would be left, and change nothing.")
    private boolean plan;

    @Option(
            names = "--confirm",
            paramLabel = "ENV",
            description = "The name of the environment again. Without it nothing is deleted.")
    private String confirmed;

    @Mixin
    private AccountOptions account;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CloudAssembly assembly = environment.assembly();
        environment.requireOneAccount(assembly);
        DeploymentGraph graph = DeploymentGraph.of(assembly);
        boolean deletable = assembly.stacks().stream().noneMatch(AssembledStack::terminationProtection);
        try (AwsAccess access = account.access()) {
            List<List<AssembledStack>> waves = existing(graph, new StackStates(access));
            print(waves);
            if (!plan) {
                requireConfirmation();
                delete(assembly, waves, access);
            }
            Leftovers leftovers = new Leftovers(access, assembly, environment.environment());
            if (deletable && !plan) {
                leftovers.deleteUnowned(System.out);
            }
            boolean nothing = leftovers.print(System.out, MonthlyPrices.of(Project.locate()));
            return plan || nothing || !deletable ? 0 : 1;
        }
    }

    private static List<List<AssembledStack>> existing(DeploymentGraph graph, StackStates states) {
        List<AssembledStack> found = graph.stacks().stream()
                .filter(stack -> states.of(stack).isPresent())
                .toList();
        return graph.waves(found).reversed();
    }

    private void print(List<List<AssembledStack>> waves) {
        System.out.printf("%s: deletes%n", environment.environment());
        waves.forEach(wave -> wave.forEach(stack -> System.out.println("  " + stack)));
    }

    private void requireConfirmation() {
        if (!environment.environment().equals(confirmed)) {
            throw new StackException("This deletes the environment with its data. Repeat it with --confirm "
                    + environment.environment());
        }
    }

    /** Termination protection is for stacks that are deleted by mistake; the confirmation says that this is none. */
    private static void delete(CloudAssembly assembly, List<List<AssembledStack>> waves, AwsAccess access)
            throws IOException, InterruptedException {
        CdkDeployment cdk = new CdkDeployment(Project.locate(), assembly);
        for (List<AssembledStack> wave : waves) {
            for (AssembledStack stack : wave) {
                if (stack.terminationProtection()) {
                    try (CloudFormationClient client = access.cloudFormation(stack.region())) {
                        client.updateTerminationProtection(
                                update -> update.stackName(stack.name()).enableTerminationProtection(false));
                    }
                }
            }
            cdk.destroy(wave);
        }
    }
}
