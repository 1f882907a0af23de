package stage5.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import stage5.load.cost.CostCommand;
import stage5.load.generator.LoadException;
import stage5.load.plan.LoadModel;
import stage5.load.plan.MachineShare;
import stage5.load.report.ReportCommand;
import stage5.stack.StackException;
import stage5.stack.shop.ShopException;

/**
 * The commands of {@code ./stage5} for load, comparison, cost and report. Exit status: 0 for success, 1 if the shop
 * failed, 2 for wrong arguments, {@value #INVALID} if the generator was the bottleneck.
 */
@Command(
        name = "./stage5",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LoadCommand.class,
            CeilingCommand.class,
            GatewayBenchCommand.class,
            CompareCommand.class,
            ScaleCommand.class,
            CostCommand.class,
            ReportCommand.class
        })
public final class LoadCommands {

    /** Exit status if the generator was the bottleneck. */
    static final int INVALID = 3;

    private LoadCommands() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new LoadCommands())
                .registerConverter(LoadModel.class, LoadModel::of)
                .registerConverter(MachineShare.class, MachineShare::parse)
                .registerConverter(ModelDurations.class, ModelDurations::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> report(exception))
                .execute(arguments);
    }

    /** Prints the message of expected exceptions; any other exception is a defect and gets a stack trace. */
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
