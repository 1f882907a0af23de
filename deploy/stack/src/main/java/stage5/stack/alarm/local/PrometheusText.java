package stage5.stack.alarm.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format of Prometheus</a>. */
final class PrometheusText {

    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*?)})? ([^\\s{}]+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /** One value of a metric. */
    record Series(String name, Map<String, String> labels, double value) {}

    private PrometheusText() {}

    /** Returns the values in the text; lines that hold none are skipped. */
    static List<Series> parse(String text) {
        List<Series> all = new ArrayList<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                all.add(new Series(parts.group(1), labels(parts.group(2)), value(parts.group(3))));
            }
        });
        return all;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            LABEL.matcher(text).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return labels;
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text); // also of NaN
        };
    }
}
