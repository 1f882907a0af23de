package stage5.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chart with a row for each category, and in it a marker and an interval for each series. A point's x is its row. */
record IntervalChart(String id, String title, String description, Axis axis, List<String> rows, List<Series> series)
        implements Chart {

    private static final int ROW_HEIGHT = 26;
    private static final int MARGIN = 110;

    /** The part of a row's height that its series share. */
    private static final double SPREAD = 0.7;

    /** @throws MixedProvenanceException if the series differ in provenance */
    IntervalChart {
        MixedProvenanceException.check(title, series);
    }

    @Override
    public int height() {
        return MARGIN + rows.size() * series.size() * ROW_HEIGHT;
    }

    @Override
    public Map<String, Object> config() {
        List<Map<String, Object>> datasets = new ArrayList<>();
        for (int n = 0; n < series.size(); n++) {
            Series one = series.get(n);
            double offset = SPREAD * ((n + 0.5) / series.size() - 0.5);
            datasets.add(Datasets.series(
                    one,
                    false,
                    one.points().stream()
                            .map(point -> Datasets.point(point.y(), point.x() + offset))
                            .toList()));
            datasets.add(interval(one, offset));
        }
        return Map.of(
                "type",
                "scatter",
                "data",
                Map.of("datasets", datasets),
                "options",
                Map.of("scales", Map.of("x", axis.config(), "y", rowAxis())));
    }

    /** Returns a line from low to high for each point; empty points separate the lines. */
    private static Map<String, Object> interval(Series series, double offset) {
        List<List<Double>> ends = new ArrayList<>();
        for (Point point : series.points()) {
            ends.add(Datasets.point(point.low(), point.x() + offset));
            ends.add(Datasets.point(point.high(), point.x() + offset));
            ends.add(Datasets.gap());
        }
        Map<String, Object> line = Datasets.line("", series.style().colour(), ends);
        line.put("showLine", true);
        line.put("pointStyle", "line");
        line.put("pointRotation", 90);
        line.put("pointRadius", 5);
        return line;
    }

    /** Returns the scale of the rows; {@code rows} are labels that the report's script puts in place of numbers. */
    private Map<String, Object> rowAxis() {
        Map<String, Object> scale = new LinkedHashMap<>();
        scale.put("type", "linear");
        scale.put("reverse", true);
        scale.put("min", -0.5);
        scale.put("max", rows.size() - 0.5);
        scale.put("rows", rows);
        return scale;
    }
}
