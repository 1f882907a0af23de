package stage5.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.cli.terminal.LogFile;
import stage5.cli.terminal.PrettyLog;

/** Shows what a component has logged. */
@Command(name = "logs", sortOptions = false, description = "Shows what a component has logged.")
public final class LogsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "cloud, gateway or a service.")
    private String component;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it logs from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "200",
            description = "How many of the last lines (${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--json", description = "Leave the lines as they are, for jq and its like.")
    private boolean json;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Stack stack = options.stack();
        Component wanted = Component.of(component);
        if (!Files.exists(stack.log(wanted))) {
            throw new StackException("%s has no log: it was never started here".formatted(wanted));
        }
        UnaryOperator<String> form = json ? line -> line : new PrettyLog(ZoneId.systemDefault())::of;
        LogFile log = new LogFile(stack.log(wanted));
        log.last(lines).forEach(line -> System.out.println(form.apply(line)));
        if (follow) {
            log.follow(line -> System.out.println(form.apply(line)));
        }
        return 0;
    }
}
