package stage5.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import stage5.cli.shop.ShopException;
import stage5.cli.stack.StackException;
import stage5.load.cost.CostCommand;
import stage5.load.generator.LoadException;
import stage5.load.plan.Model;
import stage5.load.plan.Share;
import stage5.load.report.ReportCommand;

/**
 * The commands behind {@code ./stage5} that put load on a shop and say what came of it. They exit with 0 where all is well, 1 where the shop did
 * not do well, 2 where the call itself is wrong, {@value #INVALID} where the run says more about the generator.
 */
@Command(
        name = "./stage5",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LoadCommand.class,
            CeilingCommand.class,
            CompareCommand.class,
            CostCommand.class,
            ReportCommand.class
        })
public final class LoadCommands {

    /** The exit status of a run in which the generator was the bottleneck. */
    static final int INVALID = 3;

    private LoadCommands() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new LoadCommands())
                .registerConverter(Model.class, Model::of)
                .registerConverter(Share.class, Share::parse)
                .registerConverter(Lengths.class, Lengths::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> report(exception))
                .execute(arguments);
    }

    /** Mishaps that a person can do something about get a sentence; all else is a defect and gets its stack trace. */
    private static int report(Exception exception) throws Exception {
        if (exception instanceof StackException
                || exception instanceof ShopException
                || exception instanceof LoadException) {
            System.err.println(exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (exception instanceof IllegalArgumentException) {
            System.err.println(exception.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw exception;
    }
}
