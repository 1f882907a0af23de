package stage5.cli.command;

import picocli.CommandLine.Option;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.topology.AwsEndpoints;

/** Selects one of the stacks on this machine. */
public final class StackOptions {

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.USUAL_BASE,
            description = "The port of the gateway; all other ports are counted from it (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Returns the stack, with the AWS endpoints with which it was started. */
    Stack stack() {
        Project project = Project.locate();
        Ports ports = new Ports(portBase);
        return new Stack(
                project,
                project.state(ports)
                        .read()
                        .map(run -> new Ports(portBase, run.externalAws()))
                        .orElse(ports));
    }

    /** Returns the stack for a start with the given AWS endpoints; null means the local cloud's. */
    Stack stack(AwsEndpoints externalAws) {
        return new Stack(Project.locate(), new Ports(portBase, externalAws));
    }
}
