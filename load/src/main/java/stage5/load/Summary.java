package stage5.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import stage5.load.generator.Latencies;
import stage5.load.generator.LoadResult;
import stage5.load.plan.Kind;
import stage5.load.plan.Model;

/** A run on one screen. */
final class Summary {

    private static final String ROW = "  %-16s %9d %8d %9.1f %9.1f %9.1f %9.1f%n";

    private final StringBuilder text = new StringBuilder();

    private Summary() {}

    static String of(LoadResult result) {
        Summary summary = new Summary();
        summary.line(
                "%n%s: %.0f s, %.4g requests a second at peak, seed %d",
                result.model(), result.length(), result.peak(), result.seed());
        summary.line("%nmilliseconds from when a request was meant to be sent%n");
        summary.line("  %-16s %9s %8s %9s %9s %9s %9s%n", "", "answered", "failed", "p50", "p95", "p99", "p99.9");
        for (Map.Entry<Kind, LoadResult.Requests> seen : result.requests().entrySet()) {
            summary.row(
                    seen.getKey().label(),
                    seen.getValue().latencies(),
                    seen.getValue().failed());
        }
        long failed = result.requests().entrySet().stream()
                .filter(seen -> seen.getKey().isPlanned())
                .mapToLong(seen -> seen.getValue().failed())
                .sum();
        summary.row("all but looks", result.latencies(), failed);
        if (result.model() == Model.STEP) {
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
                "%nThe generator sent %.1f ms late at p99, and took %.0f %% of all processors.%n",
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
