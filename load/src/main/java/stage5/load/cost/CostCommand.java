package stage5.load.cost;

import java.math.BigDecimal;
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

/** The command {@code cost}: estimates the cost of each form at a rate, by the results of a comparison. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Estimates which form of each service costs least on AWS, what it costs, and the break-even rates.")
public final class CostCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ResultsOption results;

    @Option(names = "--rate", required = true, description = "Requests a second while busy.")
    private BigDecimal rate;

    @Option(
            names = "--duty",
            defaultValue = "1",
            description = "Busy share of the time, above 0 and at most 1 (${DEFAULT-VALUE}).")
    private BigDecimal duty;

    @Option(
            names = "--period",
            defaultValue = "P1D",
            description = "One busy and one idle stretch together, ISO 8601 (${DEFAULT-VALUE}).")
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
    private PurchaseOption purchase;

    @Option(names = "--provisioned", description = "Functions use provisioned concurrency.")
    private boolean provisioned;

    @Option(
            names = "--function-entry",
            defaultValue = "api-gateway",
            description = "Ingress of functions: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private IngressType functionIngress;

    @Option(
            names = "--container-entry",
            defaultValue = "alb",
            description = "Ingress of containers: alb or api-gateway (${DEFAULT-VALUE}).")
    private IngressType containerIngress;

    @Option(names = "--tracing", defaultValue = "spans", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private TracingBilling tracing;

    @Option(
            names = "--model",
            defaultValue = "browse",
            description = "The load model whose usage is taken (${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--bill", description = "Print each line of the bill.")
    private boolean bill;

    /** Returns 0, or 1 if there are no results. */
    @Override
    public Integer call() {
        Scenario scenario = scenario();
        try {
            ResultsOption.Choice choice = results.choose();
            Results read = Results.read(choice.folder());
            FormCosts forms = new FormCosts(CostModel.newest(), MeasuredUsage.of(read, model));
            new CostText(forms, scenario, read, spec.commandLine().getOut()).print(choice.sample(), bill);
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
                    functionIngress,
                    containerIngress,
                    tracing);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
