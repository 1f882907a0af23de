package stage5.cli.command;

import picocli.CommandLine.Option;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.topology.AwsEndpoints;

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

    /** Returns the stack, with its AWS where it was started with. */
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

    /** Returns the stack, to be started with DynamoDB, SQS and SNS there. */
    Stack stack(AwsEndpoints externalAws) {
        return new Stack(Project.locate(), new Ports(portBase, externalAws));
    }
}
