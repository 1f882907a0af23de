package stage5.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stage5.cli.check.ConsistencyCheck;
import stage5.cli.check.CheckReport;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;

/** Proves from the stores that the shop kept its promises. */
@Command(
        name = "check",
        sortOptions = false,
        description = "Reads the stores and reckons whether the shop kept its promises.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise holds", "1:one is broken"})
public final class CheckCommand implements Callable<Integer> {

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for what is under way to come to rest (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Stack stack = options.stack();
        if (stack.running().flatMap(run -> run.running(Component.CLOUD)).isEmpty()) {
            throw new StackException("There are no stores to read. %s starts the shop."
                    .formatted(stack.ports().call("up")));
        }
        CheckReport report = new ConsistencyCheck(stack.ports()).run(Duration.ofSeconds(seconds));
        if (json) {
            System.out.println(new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(
                            Map.of("holds", report.holds(), "quiet", report.quiet(), "findings", report.results())));
        } else {
            new ReportPrinter(System.out).print(report);
        }
        return report.holds() ? 0 : 1;
    }
}
