package stage5.load.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import stage5.load.overload.Bar;
import stage5.load.statistics.Bootstrap;

/** The result of a part as text: a table of medians with a column for each subject, then the bars. */
final class PartTable {

    private static final String NAME = "  %-46s";
    private static final String COLUMN = " %18s";
    private static final String NO_VALUE = "-";

    private PartTable() {}

    /** Returns the text, which ends with a line break. */
    static String of(PartResult result) {
        Set<String> subjects = new LinkedHashSet<>();
        Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();
        for (Measurement each : result.measurements()) {
            subjects.add(each.subject());
            rows.computeIfAbsent(each.measure() + ", " + each.unit(), row -> new LinkedHashMap<>())
                    .computeIfAbsent(each.subject(), subject -> new ArrayList<>())
                    .add(each.value());
        }
        StringBuilder text = new StringBuilder("\n");
        append(text, NAME, result.part().toString());
        subjects.forEach(subject -> append(text, COLUMN, subject));
        rows.forEach((name, values) -> {
            append(text.append('\n'), NAME, name);
            subjects.forEach(subject -> append(text, COLUMN, number(values.getOrDefault(subject, List.of()))));
        });
        text.append('\n').append(Bar.table(result.bars()));
        result.invalid().forEach(why -> text.append("  INVALID: ").append(why).append('\n'));
        return text.toString();
    }

    private static void append(StringBuilder text, String format, String value) {
        text.append(String.format(Locale.ROOT, format, value));
    }

    /** Returns the median, with more digits the smaller it is. */
    private static String number(List<Double> values) {
        if (values.isEmpty()) {
            return NO_VALUE;
        }
        double median = Bootstrap.medianOf(
                values.stream().mapToDouble(Double::doubleValue).toArray());
        if (Double.isNaN(median)) {
            return NO_VALUE;
        }
        String format = median >= 100 ? "%.0f" : median >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, median);
    }
}
