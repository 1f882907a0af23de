package stage5.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.cli.terminal.LogFile;
import stage5.cli.terminal.PrettyLog;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;

/** Prints the log of a component. */
@Command(name = "logs", sortOptions = false, description = "Prints the log of a component.")
public final class LogsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMPONENT", description = "cloud, or the name of a service.")
    private String component;

    @Option(
            names = {"-f", "--follow"},
            description = "Print new lines until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "200",
            description = "The number of last lines to print (${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--json", description = "Print the lines unchanged and those of metrics, for tools such as jq.")
    private boolean json;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Stack stack = options.stack();
        Component wanted = Component.of(component);
        if (!Files.exists(stack.log(wanted))) {
            throw new StackException("%s has no log, because it was never started".formatted(wanted));
        }
        UnaryOperator<String> form = json ? line -> line : new PrettyLog(ZoneId.systemDefault())::of;
        Predicate<String> printed = json ? line -> true : line -> !PrettyLog.isMetrics(line);
        LogFile log = new LogFile(stack.log(wanted));
        log.last(lines, printed).forEach(line -> System.out.println(form.apply(line)));
        if (follow) {
            log.follow(line -> {
                if (printed.test(line)) {
                    System.out.println(form.apply(line));
                }
            });
        }
        return 0;
    }
}
