package stage5.release;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.exception.SdkException;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** The release commands of {@code ./stage5}. Their exit codes are those of the front door. */
@Command(
        name = "./stage5",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CanIDeployCommand.class, DeployCommand.class})
public final class ReleaseCommands {

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new ReleaseCommands())
                .setExecutionExceptionHandler((exception, command, parsed) -> report(exception))
                .execute(arguments);
    }

    private static int report(Exception exception) throws Exception {
        if (exception instanceof StackException || exception instanceof SdkException) {
            System.err.println(Style.BAD.of(exception.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw exception;
    }
}
