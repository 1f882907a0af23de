package stage5.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines over two axes, their names beside a sample of them; intervals as a shade around a line.
 *
 * @param limit a value of y that the reader should see a line at, NaN for none
 * @param limitName what it is
 * @param marks values of x to mark
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
        List<Mark> marks) {

    private static final double WIDTH = 760;
    private static final double LEFT = 70;
    private static final double RIGHT = 560;
    private static final double TOP = 20;
    private static final double BOTTOM = 340;
    private static final double HEIGHT = 400;
    private static final int MOST_MARKERS = 12;

    /** @param end where it ends, NaN for wherever the values ask for */
    record Axis(String name, boolean logarithmic, double end) {

        Axis(String name, boolean logarithmic) {
            this(name, logarithmic, Double.NaN);
        }
    }

    /** @param low where the interval of the mark begins */
    record Mark(double x, double low, double high, String name) {}

    /** @throws MixedProvenanceException if the series are not of one provenance */
    LineChart {
        if (series.stream().map(Series::provenance).distinct().count() > 1) {
            throw new MixedProvenanceException(title, series);
        }
    }

    String svg() {
        Scale across =
                scale(x, series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x), LEFT, RIGHT);
        Scale up = scale(
                y,
                DoubleStream.concat(
                        series.stream()
                                .flatMap(s -> s.points().stream())
                                .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high(), point.y())),
                        Double.isNaN(limit) ? DoubleStream.empty() : DoubleStream.of(limit)),
                BOTTOM,
                TOP);
        Svg svg = new Svg();
        axes(svg, across, up);
        if (!Double.isNaN(limit)) {
            svg.line(LEFT, up.place(limit), RIGHT, up.place(limit), "limit")
                    .text(LEFT + 6, up.place(limit) - 5, "start", "note", limitName);
        }
        for (int i = 0; i < marks.size(); i++) {
            mark(svg, across, marks.get(i), i);
        }
        for (Series one : series) {
            shade(svg, one, across, up);
        }
        for (int i = 0; i < series.size(); i++) {
            line(svg, series.get(i), across, up);
            legend(svg, series.get(i), i);
        }
        return svg.picture(WIDTH, HEIGHT, id, title, description);
    }

    private static Scale scale(Axis axis, DoubleStream values, double start, double end) {
        Scale scale = axis.logarithmic() ? Scale.logarithmic(values, start, end) : Scale.linear(values, start, end);
        return Double.isNaN(axis.end()) ? scale : new Scale(scale.from(), axis.end(), scale.logarithmic(), start, end);
    }

    private void axes(Svg svg, Scale across, Scale up) {
        for (double tick : up.ticks()) {
            svg.line(LEFT, up.place(tick), RIGHT, up.place(tick), "grid")
                    .text(LEFT - 8, up.place(tick) + 4, "end", "tick", Scale.label(tick));
        }
        for (double tick : across.ticks()) {
            svg.line(across.place(tick), BOTTOM, across.place(tick), BOTTOM + 5, "axis")
                    .line(across.place(tick), TOP, across.place(tick), BOTTOM, "grid")
                    .text(across.place(tick), BOTTOM + 20, "middle", "tick", Scale.label(tick));
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis")
                .line(LEFT, TOP, LEFT, BOTTOM, "axis")
                .text((LEFT + RIGHT) / 2, BOTTOM + 44, "middle", "name", x.name())
                .text(LEFT, TOP - 7, "start", "name", y.name());
    }

    private static void mark(Svg svg, Scale across, Mark mark, int n) {
        double place = across.place(mark.x());
        boolean left = place > (LEFT + RIGHT) / 2;
        svg.rectangle(
                        across.place(mark.low()),
                        TOP,
                        Math.max(1, across.place(mark.high()) - across.place(mark.low())),
                        BOTTOM - TOP,
                        "uncertain")
                .line(place, TOP, place, BOTTOM, "mark")
                .text(left ? place - 4 : place + 4, TOP + 14 + 14 * n, left ? "end" : "start", "note", mark.name());
    }

    private static void shade(Svg svg, Series one, Scale across, Scale up) {
        if (one.points().stream().noneMatch(Point::hasInterval)) {
            return;
        }
        List<double[]> outline = new ArrayList<>();
        one.points().forEach(p -> outline.add(new double[] {across.place(p.x()), up.place(p.high())}));
        one.points().reversed().forEach(p -> outline.add(new double[] {across.place(p.x()), up.place(p.low())}));
        svg.area(outline, one.look());
    }

    private static void line(Svg svg, Series one, Scale across, Scale up) {
        List<double[]> places = one.points().stream()
                .map(point -> new double[] {across.place(point.x()), up.place(point.y())})
                .toList();
        svg.path(places, one.look());
        int every = Math.max(1, places.size() / MOST_MARKERS);
        for (int i = 0; i < places.size(); i += every) {
            svg.marker(places.get(i)[0], places.get(i)[1], one.look());
        }
    }

    private static void legend(Svg svg, Series one, int n) {
        double y = TOP + 10 + 24 * n;
        svg.line(RIGHT + 20, y, RIGHT + 56, y, one.look())
                .marker(RIGHT + 38, y, one.look())
                .text(RIGHT + 64, y + 4, "start", "legend", one.name());
    }
}
