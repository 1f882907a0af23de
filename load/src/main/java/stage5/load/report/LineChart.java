package stage5.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A chart of lines over two axes. Intervals are shaded areas around the lines.
 *
 * @param limit a value of y to mark with a horizontal line, NaN for none
 * @param limitName the label of the limit
 * @param marks values of x to mark with vertical lines
 */
record LineChart(
        String id,
        String title,
        String description,
        Axis x,
        Axis y,
        List<Series> series,
        double limit,
        String limitName,
        List<Mark> marks)
        implements Chart {

    /** A marked value of x with its interval. */
    record Mark(double x, double low, double high, String name) {}

    /** @throws MixedProvenanceException if the series differ in provenance */
    LineChart {
        MixedProvenanceException.check(title, series);
    }

    @Override
    public int height() {
        return 420;
    }

    @Override
    public Map<String, Object> config() {
        List<Map<String, Object>> datasets = new ArrayList<>();
        for (Series one : series) {
            datasets.add(Datasets.series(one, true, points(one, Point::y)));
        }
        if (!Double.isNaN(limit)) {
            datasets.add(limitLine());
        }
        for (Mark mark : marks) {
            datasets.add(line(mark));
            datasets.add(interval(mark));
        }
        for (Series one : series) {
            if (one.points().stream().anyMatch(Point::hasInterval)) {
                datasets.addAll(interval(one));
            }
        }
        return Map.of(
                "type",
                "line",
                "data",
                Map.of("datasets", datasets),
                "options",
                Map.of("scales", Map.of("x", x.config(), "y", y.config())));
    }

    private Map<String, Object> limitLine() {
        double left = points().mapToDouble(Point::x).min().orElse(0);
        double right = points().mapToDouble(Point::x).max().orElse(1);
        Map<String, Object> line = Datasets.line(
                limitName, Datasets.BLACK, List.of(Datasets.point(left, limit), Datasets.point(right, limit)));
        line.put("borderDash", List.of(8, 4));
        return line;
    }

    private Map<String, Object> line(Mark mark) {
        Map<String, Object> line = Datasets.line(
                mark.name(),
                Datasets.BLACK,
                List.of(Datasets.point(mark.x(), lowest()), Datasets.point(mark.x(), highest())));
        line.put("borderDash", List.of(5, 3));
        return line;
    }

    /** Returns the interval of a mark: the area below a line at the top of the chart. */
    private Map<String, Object> interval(Mark mark) {
        Map<String, Object> area = Datasets.line(
                "",
                "#1a1a1a1A",
                List.of(Datasets.point(mark.low(), highest()), Datasets.point(mark.high(), highest())));
        area.put("borderWidth", 0);
        area.put("fill", "start");
        return area;
    }

    /** Returns the upper bounds of a series, filled down to the lower bounds, which are the next dataset. */
    private static List<Map<String, Object>> interval(Series series) {
        Map<String, Object> high = Datasets.line("", series.style().area(), points(series, Point::high));
        high.put("borderWidth", 0);
        high.put("fill", "+1");
        Map<String, Object> low = Datasets.line("", series.style().area(), points(series, Point::low));
        low.put("borderWidth", 0);
        return List.of(high, low);
    }

    private interface Value {
        double of(Point point);
    }

    private static List<List<Double>> points(Series series, Value value) {
        return series.points().stream()
                .map(point -> Datasets.point(point.x(), value.of(point)))
                .toList();
    }

    private Stream<Point> points() {
        return series.stream().flatMap(one -> one.points().stream());
    }

    private double lowest() {
        return points().mapToDouble(Point::low).min().orElse(0);
    }

    private double highest() {
        return points().mapToDouble(Point::high).max().orElse(1);
    }
}
