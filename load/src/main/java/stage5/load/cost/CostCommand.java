package stage5.load.cost;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;
import stage5.load.results.ResultsOption;

/** The command {@code cost}: says which form costs least at a rate, by what a comparison measured. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Says which form of each service costs least on AWS, what it costs, and at which rate that flips.")
public final class CostCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ResultsOption results;

    @Option(names = "--rate", required = true, description = "Requests a second while they come.")
    private BigDecimal rate;

    @Option(
            names = "--duty",
            defaultValue = "1",
            description = "Share of the time in which they come, 0 to 1 (${DEFAULT-VALUE}).")
    private BigDecimal duty;

    @Option(
            names = "--period",
            defaultValue = "P1D",
            description = "A busy and an idle stretch together, ISO 8601 (${DEFAULT-VALUE}).")
    private Duration period;

    @Option(
            names = "--architecture",
            defaultValue = "arm64",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Architecture architecture;

    @Option(
            names = "--purchase",
            defaultValue = "on-demand",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Purchase purchase;

    @Option(names = "--provisioned", description = "Functions on provisioned concurrency.")
    private boolean provisioned;

    @Option(
            names = "--function-entry",
            defaultValue = "api-gateway",
            description = "Before functions: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Entry functionEntry;

    @Option(
            names = "--container-entry",
            defaultValue = "alb",
            description = "Before containers: alb or api-gateway (${DEFAULT-VALUE}).")
    private Entry containerEntry;

    @Option(names = "--tracing", defaultValue = "spans", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Tracing tracing;

    @Option(names = "--model", defaultValue = "browse", description = "Whose use is taken (${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--bill", description = "Show each line of the bill.")
    private boolean bill;

    /** Returns 0, or 1 where there are no results to go by. */
    @Override
    public Integer call() {
        Scenario scenario = scenario();
        try {
            Path folder = results.folder();
            Results read = Results.read(folder);
            Forms forms = new Forms(CostModel.newest(), MeasuredUse.of(read, model));
            new CostText(forms, scenario, read, spec.commandLine().getOut()).print(bill);
            return 0;
        } catch (ResultsException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private Scenario scenario() {
        try {
            return new Scenario(
                    new Workload(rate, duty, period),
                    architecture,
                    purchase,
                    provisioned,
                    functionEntry,
                    containerEntry,
                    tracing);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
