package stage5.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import redis.clients.jedis.exceptions.JedisException;
import software.amazon.awssdk.core.exception.SdkException;
import stage5.cli.command.AlarmsCommand;
import stage5.cli.command.ChaosCommand;
import stage5.cli.command.CheckCommand;
import stage5.cli.command.DemoCommand;
import stage5.cli.command.DevCommand;
import stage5.cli.command.DlqCommand;
import stage5.cli.command.DownCommand;
import stage5.cli.command.IncidentCommand;
import stage5.cli.command.KillCommand;
import stage5.cli.command.LogsCommand;
import stage5.cli.command.MeasureCommand;
import stage5.cli.command.RebuildCommand;
import stage5.cli.command.RestartCommand;
import stage5.cli.command.StartCommand;
import stage5.cli.command.StatusCommand;
import stage5.cli.command.StopCommand;
import stage5.cli.command.TraceCommand;
import stage5.cli.command.TrainCommand;
import stage5.cli.command.UpCommand;
import stage5.cli.command.WeatherCommand;
import stage5.stack.StackException;
import stage5.stack.shop.ShopException;
import stage5.stack.terminal.Style;

/**
 * The commands behind {@code ./stage5} that need more than Maven. Exit codes: 0 for success, 1 for a failure of the
 * shop or the command, 2 for a wrong command line.
 */
@Command(
        name = "./stage5",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DevCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            KillCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            TraceCommand.class,
            AlarmsCommand.class,
            ChaosCommand.class,
            WeatherCommand.class,
            IncidentCommand.class,
            DlqCommand.class,
            RebuildCommand.class,
            TrainCommand.class,
            MeasureCommand.class
        })
public final class FrontDoor {

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new FrontDoor())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> report(exception))
                .execute(arguments);
    }

    /**
     * Prints failures that the user can act on as one message. Any other exception is a defect and gets a stack trace.
     */
    private static int report(Exception exception) throws Exception {
        if (exception instanceof StackException
                || exception instanceof ShopException
                || exception instanceof SdkException
                || exception instanceof JedisException) {
            System.err.println(Style.BAD.of(exception.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw exception;
    }

    /** Returns the names of all commands, sorted; a test compares them with the script. */
    static String[] commands() {
        return new CommandLine(new FrontDoor())
                .getSubcommands().keySet().stream().sorted().toArray(String[]::new);
    }
}
