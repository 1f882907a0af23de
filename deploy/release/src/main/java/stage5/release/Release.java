package stage5.release;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.exception.SdkException;
import stage5.cli.stack.StackException;
import stage5.cli.terminal.Style;
import stage5.release.cloudformation.CloudFormationException;

/** The commands of {@code ./stage5} that look after releases. They exit as those of the front door do. */
@Command(
        name = "./stage5",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CanIDeployCommand.class, DeployCommand.class})
public final class Release {

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new Release())
                .setExecutionExceptionHandler((exception, command, parsed) -> report(exception))
                .execute(arguments);
    }

    private static int report(Exception exception) throws Exception {
        if (exception instanceof StackException
                || exception instanceof CloudFormationException
                || exception instanceof SdkException) {
            System.err.println(Style.BAD.of(exception.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw exception;
    }
}
