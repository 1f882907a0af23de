package stage5.load;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.load.compare.Metric;
import stage5.load.compare.Observation;
import stage5.load.compare.Summarising;

/** What a comparison comes to, as far as it fits on a screen: the shop as a whole, without mere counts. */
record ComparisonTable(Summarising.Summary summary) {

    private static final Set<String> COUNTS = Stream.of(
                    Metric.SECONDS,
                    Metric.REQUESTS,
                    Metric.ORDERS,
                    Metric.INVOCATIONS,
                    Metric.PUBLISHES,
                    Metric.DELIVERIES,
                    Metric.TRACES)
            .map(Metric::label)
            .collect(Collectors.toSet());

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        summary.metrics().stream()
                .filter(line -> line.part().equals(Observation.SHOP))
                .filter(line -> !COUNTS.contains(line.metric()))
                .forEach(line -> append(text, line));
        return text.toString();
    }

    private static void append(StringBuilder text, Summarising.Line line) {
        text.append(String.format(
                Locale.ROOT, "%n%s, %s, %s (%s)%n", line.metric(), line.model(), line.phase(), line.unit()));
        for (Summarising.Cell cell : line.arms()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-16s %12.4g  [%.4g, %.4g] of %d%s%n",
                    cell.arm(),
                    cell.median(),
                    cell.low(),
                    cell.high(),
                    cell.rounds(),
                    difference(cell)));
        }
    }

    private static String difference(Summarising.Cell cell) {
        Summarising.Difference difference = cell.difference();
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
