package stage5.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import stage5.load.generator.Latencies;
import stage5.load.generator.LoadResult;
import stage5.load.plan.LoadModel;
import stage5.load.plan.RequestKind;

/** Formats the result of a run for a terminal. */
final class LoadResultText {

    private static final String ROW = "  %-16s %9d %8d %9.1f %9.1f %9.1f %9.1f%n";

    private final StringBuilder text = new StringBuilder();

    private LoadResultText() {}

    static String of(LoadResult result) {
        LoadResultText summary = new LoadResultText();
        summary.line(
                "%n%s: %.0f s, %.4g requests a second at peak, seed %d",
                result.model(), result.length(), result.peak(), result.seed());
        summary.line("%nlatency in milliseconds from the due time of a request%n");
        summary.line("  %-16s %9s %8s %9s %9s %9s %9s%n", "", "answered", "failed", "p50", "p95", "p99", "p99.9");
        for (Map.Entry<RequestKind, LoadResult.RequestResult> entry :
                result.requests().entrySet()) {
            summary.row(
                    entry.getKey().label(),
                    entry.getValue().latencies(),
                    entry.getValue().failed());
        }
        long failed = result.requests().entrySet().stream()
                .filter(entry -> entry.getKey().isPlanned())
                .mapToLong(entry -> entry.getValue().failed())
                .sum();
        summary.row("all but polls", result.latencies(), failed);
        if (result.model() == LoadModel.STEP) {
            summary.steps(result);
        }
        summary.verdict(result);
        return summary.text.toString();
    }

    private void steps(LoadResult result) {
        line("%n  %9s %9s %9s %9s  %s%n", "rate/s", "sent", "p50", "p99", "p99 at most 200 ms, 1 % failed");
        for (LoadResult.Window step : result.steps()) {
            line("  %9.1f %9d %9.1f %9.1f  %s%n", step.rate(), step.sent(), step.p50(), step.p99(), held(step));
        }
        line("%nThroughput at the SLO: %.4g requests a second.%n", result.throughputAtSlo());
    }

    private static String held(LoadResult.Window step) {
        return step.isHeld() ? "held" : "broken";
    }

    private void verdict(LoadResult result) {
        List<String> reasons = result.saturation();
        line(
                "%nThe generator's lag was %.1f ms at p99; it took %.0f %% of all processors.%n",
                result.lag().percentile(99), result.cpuShare() * 100);
        reasons.forEach(reason -> line("INVALID: %s%n", reason));
    }

    private void row(String name, Latencies latencies, long failed) {
        line(
                ROW,
                name,
                latencies.count(),
                failed,
                latencies.percentile(50),
                latencies.percentile(95),
                latencies.percentile(99),
                latencies.percentile(99.9));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
