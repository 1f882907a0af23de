package stage5.aws;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.exception.SdkException;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** The commands of {@code ./stage5 aws}. Their exit codes are those of the front door. */
@Command(
        name = "./stage5 aws",
        synopsisSubcommandLabel = "COMMAND",
        description = "Deploys environments to AWS, and examines and deletes them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeployCommand.class,
            StatusCommand.class,
            FailoverCommand.class,
            RollbackCommand.class,
            DestroyCommand.class,
            DoctorCommand.class,
            FlowsCommand.class
        })
public final class AwsCommands {

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new AwsCommands())
                .setCaseInsensitiveEnumValuesAllowed(true)
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
