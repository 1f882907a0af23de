package stage5.aws;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.ssm.SsmClient;
import stage5.aws.account.AwsAccess;
import stage5.aws.account.StackStates;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.failover.FenceReport;
import stage5.stack.terminal.Style;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** Prints the state of each stack, the running version of each service and, with several regions, the one that writes. */
@Command(
        name = "status",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description =
                "Prints the state of each stack of an environment, which version of each service runs and, with several"
                        + " regions, which one may write and in which epoch.")
final class StatusCommand implements Callable<Integer> {

    private static final String ABSENT = "not deployed";

    @Mixin
    private EnvironmentOptions environment;

    @Mixin
    private AccountOptions account;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CloudAssembly assembly = environment.assembly();
        environment.requireOneAccount(assembly);
        try (AwsAccess access = account.access()) {
            printStacks(assembly, new StackStates(access));
            printServices(access, assembly.stacks().getFirst().region());
            FenceReport.of(assembly, access).ifPresent(writer -> System.out.printf("%nwriting region: %s%n", writer));
        }
        return 0;
    }

    private static void printStacks(CloudAssembly assembly, StackStates states) {
        for (AssembledStack stack : assembly.stacks()) {
            String state =
                    states.of(stack).map(found -> found.stackStatusAsString()).orElse(ABSENT);
            Style style = state.endsWith("ROLLBACK_COMPLETE") || state.endsWith("FAILED")
                    ? Style.BAD
                    : state.endsWith("COMPLETE") ? Style.GOOD : Style.FAINT;
            System.out.printf("%-55s %s%n", stack, style.of(state));
        }
    }

    private void printServices(AwsAccess access, String region) {
        String path = "/stage5/" + environment.environment();
        Map<String, String> recorded = new TreeMap<>();
        try (SsmClient ssm = access.ssm(region)) {
            ssm.getParametersByPathPaginator(get -> get.path(path).recursive(true)).stream()
                    .flatMap(page -> page.parameters().stream())
                    .forEach(parameter -> recorded.put(parameter.name(), parameter.value()));
        }
        System.out.printf("%n%-22s %-10s %s%n", "service", "contract", "revision");
        for (ServiceTopology service : Topology.load().services()) {
            String name = path + "/" + service.service();
            System.out.printf(
                    "%-22s %-10s %s%n",
                    service.service(),
                    recorded.getOrDefault(name + "/running", "-"),
                    recorded.getOrDefault(name + "/revision", "-"));
        }
    }
}
