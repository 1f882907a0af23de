package stage5.load;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.load.compare.Metric;
import stage5.load.compare.Observation;
import stage5.load.results.ComparisonSummary;

/** Formats a comparison's summary for a terminal: metrics of the whole shop, without plain counts. */
record ComparisonTable(ComparisonSummary summary) {

    private static final Set<String> COUNTS = Stream.of(
                    Metric.SECONDS,
                    Metric.REQUESTS,
                    Metric.ORDERS,
                    Metric.INVOCATIONS,
                    Metric.DYNAMODB_CALLS,
                    Metric.SNS_CALLS,
                    Metric.SQS_CALLS,
                    Metric.PUBLISHES,
                    Metric.DELIVERIES,
                    Metric.TRACES)
            .map(Metric::label)
            .collect(Collectors.toSet());

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        summary.metrics().stream()
                .filter(metric -> metric.part().equals(Observation.SHOP))
                .filter(metric -> !COUNTS.contains(metric.metric()))
                .forEach(metric -> append(text, metric));
        return text.toString();
    }

    private static void append(StringBuilder text, ComparisonSummary.Metric metric) {
        text.append(String.format(
                Locale.ROOT, "%n%s, %s, %s (%s)%n", metric.metric(), metric.model(), metric.phase(), metric.unit()));
        for (ComparisonSummary.Value value : metric.arms()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-16s %12.4g  [%.4g, %.4g] of %d%s%n",
                    value.arm(),
                    value.median(),
                    value.low(),
                    value.high(),
                    value.rounds(),
                    difference(value)));
        }
    }

    private static String difference(ComparisonSummary.Value value) {
        ComparisonSummary.Difference difference = value.difference();
        if (difference == null) {
            return "";
        }
        String share = difference.relative() == null
                ? ""
                : String.format(Locale.ROOT, " (%+.1f %%)", difference.relative() * 100);
        return String.format(
                Locale.ROOT,
                "   %+.4g [%+.4g, %+.4g]%s: %s",
                difference.median(),
                difference.low(),
                difference.high(),
                share,
                difference.verdict());
    }
}
