package stage5.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.aws.account.AwsAccess;
import stage5.aws.traces.TraceRetrieval;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.flows.AsyncMode;
import stage5.kit.telemetry.flows.FlowContract;
import stage5.kit.telemetry.flows.FlowFinding;
import stage5.kit.telemetry.flows.FlowMonitor;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** Checks the flows in traces that X-Ray has stored. */
@Command(
        name = "flows",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Retrieves traces from X-Ray and checks their flows against the contracts. Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:each flow satisfies its contract", "1:a flow does not, or the traces have none"})
final class FlowsCommand implements Callable<Integer> {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    @Parameters(
            arity = "1..*",
            paramLabel = "TRACE",
            description = "The ids of the traces, 32 hexadecimal digits each. With links a flow has several traces.")
    private List<String> traceIds;

    @Option(names = "--region", required = true, paramLabel = "REGION", description = "The region of the traces.")
    private String region;

    @Option(
            names = "--flow",
            paramLabel = "FLOW",
            description = "Check only this flow; repeatable. By default all that begin in the traces.")
    private List<String> flows = FlowContract.FLOWS;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "parent",
            description = "stage5.tracing.async of the services: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private AsyncMode mode;

    @Option(
            names = "--hours",
            paramLabel = "HOURS",
            defaultValue = "1",
            description = "How long ago the traces began at most (${DEFAULT-VALUE}).")
    private int hours;

    @Mixin
    private AccountOptions account;

    @Override
    public Integer call() throws InterruptedException {
        FlowMonitor monitor =
                new FlowMonitor(flows.stream().map(FlowsCommand::contract).toList(), mode, Duration.ofHours(hours));
        try (AwsAccess access = account.access()) {
            monitor.add(spans(access));
        }
        FlowMonitor.Report report = monitor.reportAsIfOver();
        report.satisfied()
                .forEach((flow, number) -> System.out.printf("%s %d %s%n", Style.GOOD.of("ok"), number, flow));
        report.broken()
                .forEach((flow, number) -> System.out.printf("%s %d %s%n", Style.BAD.of("broken"), number, flow));
        for (FlowFinding finding : report.findings()) {
            System.out.printf(
                    "  %s %s: %s %s%n", finding.traceId(), finding.step(), finding.defect(), finding.message());
        }
        return report.broken().isEmpty() && !report.satisfied().isEmpty() ? 0 : 1;
    }

    private List<Span> spans(AwsAccess access) throws InterruptedException {
        Instant now = Instant.now();
        return new TraceRetrieval(access.calls(), region, () -> Thread.sleep(POLL_INTERVAL))
                .spans(traceIds, now.minus(Duration.ofHours(hours)), now);
    }

    private static FlowContract contract(String flow) {
        if (!FlowContract.FLOWS.contains(flow)) {
            throw new StackException("There is no flow " + flow + "; the flows are " + FlowContract.FLOWS);
        }
        return FlowContract.of(flow);
    }
}
