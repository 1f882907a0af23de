package stage5.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stage5.cli.check.CheckReport;
import stage5.cli.check.ConsistencyCheck;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;

/** Computes from the stores whether each invariant holds. */
@Command(
        name = "check",
        sortOptions = false,
        description = "Computes from the stores whether each invariant of the shop holds.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every invariant holds", "1:an invariant is violated"})
public final class CheckCommand implements Callable<Integer> {

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Time limit until no work is in progress (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Stack stack = options.stack();
        if (stack.running().flatMap(run -> run.running(Component.CLOUD)).isEmpty()) {
            throw new StackException("No local cloud runs. %s starts the shop."
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
