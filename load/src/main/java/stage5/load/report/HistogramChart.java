package stage5.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * A histogram for each series, one below the other over one logarithmic axis. A point's x is a value; its y is unused.
 * The dashed line is the median.
 */
record HistogramChart(String id, String title, String description, String axis, List<Series> series) implements Chart {

    private static final int BINS_PER_DECADE = 20;
    private static final int LANE_HEIGHT = 90;
    private static final int MARGIN = 110;

    /** @throws MixedProvenanceException if the series differ in provenance */
    HistogramChart {
        MixedProvenanceException.check(title, series);
    }

    @Override
    public int height() {
        return MARGIN + series.size() * LANE_HEIGHT;
    }

    @Override
    public Map<String, Object> config() {
        List<Map<String, Object>> datasets = new ArrayList<>();
        Map<String, Object> scales = new LinkedHashMap<>();
        scales.put("x", xAxis());
        for (int lane = 0; lane < series.size(); lane++) {
            Series one = series.get(lane);
            int[] counts = counts(one);
            datasets.add(bars(one, counts, "y" + lane));
            datasets.add(median(one, counts, "y" + lane));
            scales.put("y" + lane, lane(one, series.size() - lane));
        }
        return Map.of("type", "bar", "data", Map.of("datasets", datasets), "options", Map.of("scales", scales));
    }

    static double median(Series series) {
        double[] sorted =
                series.points().stream().mapToDouble(Point::x).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private Map<String, Object> xAxis() {
        Map<String, Object> scale = new Axis(axis, true).config();
        scale.put("min", lowest());
        scale.put("max", lowest() * Math.pow(10, (double) bins() / BINS_PER_DECADE));
        return scale;
    }

    /**
     * Returns the y axis of a series; axes of one stack lie above each other, the one with the highest weight on top.
     */
    private static Map<String, Object> lane(Series series, int weight) {
        Map<String, Object> scale = new LinkedHashMap<>();
        scale.put("type", "linear");
        scale.put("stack", "lanes");
        scale.put("weight", weight);
        scale.put("beginAtZero", true);
        scale.put("title", Map.of("display", true, "text", "starts"));
        scale.put("ticks", Map.of("precision", 0, "maxTicksLimit", 4));
        return scale;
    }

    private Map<String, Object> bars(Series series, int[] counts, String yAxis) {
        List<Map<String, Object>> bars = new ArrayList<>();
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                double center = lowest() * Math.pow(10, (bin + 0.5) / BINS_PER_DECADE);
                bars.add(Map.of("x", NumberText.rounded(center, 5), "y", counts[bin]));
            }
        }
        Map<String, Object> dataset = new LinkedHashMap<>();
        dataset.put("label", series.name());
        dataset.put("data", bars);
        dataset.put("yAxisID", yAxis);
        dataset.put("backgroundColor", series.style().colour());
        dataset.put("grouped", false);
        dataset.put("barThickness", 8);
        return dataset;
    }

    private static Map<String, Object> median(Series series, int[] counts, String yAxis) {
        double top = Arrays.stream(counts).max().orElse(1);
        Map<String, Object> line = Datasets.line(
                "", Datasets.BLACK, List.of(Datasets.point(median(series), 0), Datasets.point(median(series), top)));
        line.put("yAxisID", yAxis);
        line.put("borderDash", List.of(5, 3));
        return line;
    }

    private int[] counts(Series series) {
        int[] counts = new int[bins()];
        for (Point point : series.points()) {
            int bin = (int) (Math.log10(point.x() / lowest()) * BINS_PER_DECADE);
            counts[Math.clamp(bin, 0, counts.length - 1)]++;
        }
        return counts;
    }

    private int bins() {
        double highest = values().max().orElse(10);
        return (int) Math.floor(Math.log10(highest / lowest()) * BINS_PER_DECADE) + 1;
    }

    /** Returns the lower end of the axis: the lowest value, rounded down to the start of a bin. */
    private double lowest() {
        double lowest = values().min().orElse(1);
        return Math.pow(10, Math.floor(Math.log10(lowest) * BINS_PER_DECADE) / BINS_PER_DECADE);
    }

    private DoubleStream values() {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(Point::x)
                .filter(value -> value > 0);
    }
}
