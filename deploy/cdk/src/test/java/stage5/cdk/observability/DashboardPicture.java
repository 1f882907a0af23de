package stage5.cdk.observability;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import stage5.stack.alarm.MetricAlarm;
import stage5.stack.alarm.MetricStat;

/**
 * Draws the layout of a synthesised dashboard as SVG: its graphs, and the metrics in them. A metric with an alarm has the alarm's
 * threshold. There are no curves, because there is no recorded data of AWS.
 *
 * @param alarms those that may watch a metric of the dashboard
 */
record DashboardPicture(String name, JsonNode body, List<MetricAlarm> alarms) {

    /** CloudWatch's grid has 24 columns. */
    private static final int COLUMN = 40;

    private static final int COLUMNS = 24;
    private static final int ROW = 36;
    private static final int HEADER = 44;
    private static final int GAP = 4;
    private static final int LINE = 16;
    private static final int TITLE_LINE = 24;

    /** The dimension of a function's alias, whose value repeats the function's name. */
    private static final String ALIAS = "Resource";

    private static final Pattern SEARCH =
            Pattern.compile("SEARCH\\('\\{[^,]+,(\\w+)} MetricName=\"(\\w+)\"', '(\\w+)', \\d+\\)");

    private static final String[] COLOURS = {
        "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"
    };

    String svg() {
        int height = HEADER
                + ROW
                        * StreamSupport.stream(body.path("widgets").spliterator(), false)
                                .mapToInt(widget -> widget.path("y").asInt()
                                        + widget.path("height").asInt())
                                .max()
                                .orElse(0);
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="12">
                <title>Dashboard %3$s</title>
                <rect width="%1$d" height="%2$d" fill="#f2f3f3"/>
                <text x="8" y="28" font-size="18" font-weight="bold" fill="#16191f">%3$s</text>
                """.formatted(COLUMNS * COLUMN, height, escaped(name)));
        body.path("widgets").forEach(widget -> append(widget, svg));
        return svg.append("</svg>\n").toString();
    }

    private void append(JsonNode widget, StringBuilder svg) {
        int x = widget.path("x").asInt() * COLUMN + GAP;
        int y = widget.path("y").asInt() * ROW + HEADER + GAP;
        int width = widget.path("width").asInt() * COLUMN - 2 * GAP;
        int height = widget.path("height").asInt() * ROW - 2 * GAP;
        svg.append("""
                <rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="#ffffff" stroke="#d5dbdb"/>
                <text x="%d" y="%d" font-weight="bold" fill="#16191f">%s</text>
                """.formatted(
                        x,
                        y,
                        width,
                        height,
                        x + 12,
                        y + TITLE_LINE,
                        escaped(widget.path("properties").path("title").asText())));
        List<String> lines = lines(widget.path("properties"));
        for (int i = 0; i < lines.size(); i++) {
            int at = y + TITLE_LINE + (i + 1) * LINE;
            svg.append("""
                    <rect x="%d" y="%d" width="10" height="3" fill="%s"/>
                    <text x="%d" y="%d" font-size="11" fill="#414d5c">%s</text>
                    """.formatted(x + 12, at - 5, COLOURS[i % COLOURS.length], x + 28, at, escaped(lines.get(i))));
        }
    }

    private List<String> lines(JsonNode properties) {
        List<String> lines = new ArrayList<>();
        properties.path("metrics").forEach(metric -> lines.add(line(metric)));
        return lines;
    }

    /**
     * A metric is an array: namespace, name, names and values of dimensions, options. An expression has options only (<a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">dashboard
     * body</a>).
     */
    private String line(JsonNode metric) {
        JsonNode options = metric.path(metric.size() - 1);
        if (metric.size() == 1) {
            return SEARCH.matcher(options.path("expression").asText()).replaceFirst("each $1: $2 $3");
        }
        SortedMap<String, String> dimensions = new TreeMap<>();
        for (int i = 2; i + 1 < metric.size(); i += 2) {
            dimensions.put(metric.path(i).asText(), metric.path(i + 1).asText());
        }
        String namespace = metric.path(0).asText();
        String name = metric.path(1).asText();
        String statistic = options.path("stat").asText("Average");
        return "%s: %s %s%s"
                .formatted(
                        dimensions.entrySet().stream()
                                .filter(dimension -> !dimension.getKey().equals(ALIAS))
                                .map(Map.Entry::getValue)
                                .collect(Collectors.joining(", ")),
                        name,
                        statistic,
                        alarm(namespace, name, dimensions, statistic)
                                .map(DashboardPicture::threshold)
                                .orElse(""));
    }

    private Optional<MetricAlarm> alarm(
            String namespace, String name, SortedMap<String, String> dimensions, String statistic) {
        return alarms.stream()
                .filter(alarm -> alarm.metrics().stream()
                        .anyMatch(metric -> isSame(metric, namespace, name, dimensions, statistic)))
                .findFirst();
    }

    private static boolean isSame(
            MetricStat metric, String namespace, String name, SortedMap<String, String> dimensions, String statistic) {
        return metric.namespace().equals(namespace)
                && metric.metric().equals(name)
                && metric.dimensions().equals(dimensions)
                && metric.statistic().equals(statistic);
    }

    private static String threshold(MetricAlarm alarm) {
        return alarm.band() == null
                ? "; alarm %s %s".formatted(symbol(alarm.comparison()), number(alarm.threshold()))
                : "; alarm if unusual";
    }

    private static String symbol(MetricAlarm.Comparison comparison) {
        return switch (comparison) {
            case ABOVE -> ">";
            case AT_LEAST -> "≥";
            case BELOW -> "<";
            case AT_MOST -> "≤";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
