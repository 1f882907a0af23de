package stage5.cli.command;

import picocli.CommandLine.Option;
import stage5.cli.stack.Ports;
import stage5.cli.stack.Project;
import stage5.cli.stack.Stack;

/** Which of several stacks on this machine is meant. */
public final class StackOptions {

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.USUAL_BASE,
            description = "The port of the gateway, which all other ports are counted from (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    Stack stack() {
        return new Stack(Project.locate(), new Ports(portBase));
    }
}
