package stage5.load.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** A row for each thing, and on it a marker for each series, with its interval as a bar. */
record IntervalChart(
        String id, String title, String description, LineChart.Axis axis, List<String> rows, List<Series> series) {

    private static final double WIDTH = 760;
    private static final double LEFT = 170;
    private static final double RIGHT = 600;
    private static final double TOP = 20;
    private static final double LANE = 17;
    private static final double GAP = 14;

    /** @throws MixedProvenanceException if the series are not of one provenance */
    IntervalChart {
        if (series.stream().map(Series::provenance).distinct().count() > 1) {
            throw new MixedProvenanceException(title, series);
        }
    }

    /** A point's x is its row, its y the value. */
    String svg() {
        DoubleStream values = series.stream()
                .flatMap(one -> one.points().stream())
                .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high(), point.y()));
        Scale across = axis.logarithmic() ? Scale.logarithmic(values, LEFT, RIGHT) : Scale.linear(values, LEFT, RIGHT);
        double row = series.size() * LANE + GAP;
        double bottom = TOP + rows.size() * row;
        Svg svg = new Svg();
        for (double tick : across.ticks()) {
            svg.line(across.place(tick), TOP, across.place(tick), bottom, "grid")
                    .text(across.place(tick), bottom + 18, "middle", "tick", Scale.label(tick));
        }
        for (int i = 0; i < rows.size(); i++) {
            svg.text(LEFT - 12, TOP + i * row + row / 2 + 4, "end", "row", rows.get(i))
                    .line(LEFT, TOP + (i + 1) * row, RIGHT, TOP + (i + 1) * row, "grid");
        }
        for (int s = 0; s < series.size(); s++) {
            Series one = series.get(s);
            for (Point point : one.points()) {
                double y = TOP + point.x() * row + GAP / 2 + s * LANE + LANE / 2;
                double low = across.place(point.low());
                double high = across.place(point.high());
                svg.line(low, y, high, y, one.look().solid())
                        .line(low, y - 4, low, y + 4, one.look().solid())
                        .line(high, y - 4, high, y + 4, one.look().solid())
                        .marker(across.place(point.y()), y, one.look())
                        .text(
                                Math.max(high, across.place(point.y())) + 8,
                                y + 4,
                                "start",
                                "value",
                                Scale.label(rounded(point.y())));
            }
            double y = TOP + 10 + 24 * s;
            svg.marker(RIGHT + 46, y, one.look()).text(RIGHT + 58, y + 4, "start", "legend", one.name());
        }
        svg.line(LEFT, bottom, RIGHT, bottom, "axis")
                .text((LEFT + RIGHT) / 2, bottom + 42, "middle", "name", axis.name());
        return svg.picture(WIDTH, Math.max(bottom + 56, TOP + 24 * series.size() + 20), id, title, description);
    }

    private static double rounded(double value) {
        if (value == 0) {
            return 0;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
        return Math.round(value / unit) * unit;
    }
}
