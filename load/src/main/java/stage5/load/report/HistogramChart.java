package stage5.load.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A histogram for each series, one below the other over the same logarithmic axis, so that shapes compare by eye. A
 * point's x is a value; its y doesn't matter.
 */
record HistogramChart(String id, String title, String description, String axis, List<Series> series) {

    private static final double WIDTH = 760;
    private static final double LEFT = 150;
    private static final double RIGHT = 720;
    private static final double TOP = 20;
    private static final double LANE = 64;
    private static final int BINS_A_DECADE = 20;

    /** @throws MixedProvenanceException if the series are not of one provenance */
    HistogramChart {
        if (series.stream().map(Series::provenance).distinct().count() > 1) {
            throw new MixedProvenanceException(title, series);
        }
    }

    String svg() {
        Scale across = Scale.logarithmic(values(), LEFT, RIGHT);
        int bins = (int) Math.ceil(Math.log10(across.to() / across.from()) * BINS_A_DECADE);
        double width = (RIGHT - LEFT) / bins;
        double bottom = TOP + series.size() * LANE;
        Svg svg = new Svg();
        for (double tick : across.ticks()) {
            svg.line(across.place(tick), TOP, across.place(tick), bottom, "grid")
                    .text(across.place(tick), bottom + 18, "middle", "tick", Scale.label(tick));
        }
        for (int s = 0; s < series.size(); s++) {
            Series one = series.get(s);
            int[] counts = new int[bins];
            for (Point point : one.points()) {
                counts[Math.clamp((int) ((across.place(point.x()) - LEFT) / width), 0, bins - 1)]++;
            }
            int most = Arrays.stream(counts).max().orElse(0);
            double floor = TOP + (s + 1) * LANE;
            for (int bin = 0; bin < bins; bin++) {
                if (counts[bin] > 0) {
                    double height = (LANE - 12) * counts[bin] / most;
                    svg.bar(LEFT + bin * width, floor - height, width, height, one.look());
                }
            }
            double middle = median(one);
            svg.line(LEFT, floor, RIGHT, floor, "axis")
                    .marker(LEFT - 132, floor - LANE / 2, one.look())
                    .text(LEFT - 120, floor - LANE / 2 + 4, "start", "legend", one.name())
                    .text(
                            LEFT - 120,
                            floor - LANE / 2 + 20,
                            "start",
                            "note",
                            one.points().size() + " starts")
                    .line(across.place(middle), floor - LANE + 6, across.place(middle), floor, "mark");
        }
        svg.text((LEFT + RIGHT) / 2, bottom + 42, "middle", "name", axis);
        return svg.picture(WIDTH, bottom + 56, id, title, description);
    }

    static double median(Series one) {
        double[] sorted = one.points().stream().mapToDouble(Point::x).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private DoubleStream values() {
        return series.stream().flatMap(one -> one.points().stream()).mapToDouble(Point::x);
    }
}
