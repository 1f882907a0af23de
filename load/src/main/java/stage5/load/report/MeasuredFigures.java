package stage5.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import stage5.load.generator.Latencies;
import stage5.load.results.ColdStartRow;
import stage5.load.results.ComparisonSummary;
import stage5.load.results.MeasurementEnvironment;
import stage5.load.results.ObservationRow;
import stage5.load.results.RequestLatencies;
import stage5.load.results.Results;

/** Builds the figures of the measurements. An arm has the same style in all figures. */
final class MeasuredFigures {

    private final List<Results> runs;
    private final Map<String, SeriesStyle> styles = new LinkedHashMap<>();

    MeasuredFigures(List<Results> runs) {
        this.runs = List.copyOf(runs);
        for (Results run : runs) {
            for (MeasurementEnvironment.Arm arm : run.environment().arms()) {
                styles.computeIfAbsent(name(run, arm.name()), none -> SeriesStyle.of(styles.size()));
            }
        }
    }

    SeriesStyle style(Results run, String arm) {
        return styles.get(name(run, arm));
    }

    /** Returns an arm's name, followed by the results folder if there are several. */
    String name(Results run, String arm) {
        return runs.size() == 1 ? arm : "%s, %s".formatted(arm, run.folder().getFileName());
    }

    /** Returns a cumulative distribution for each model and phase that has latencies. */
    List<Figure> latencies() {
        return runs.stream()
                .flatMap(run -> run.latencies().stream())
                .filter(row -> row.request().equals(RequestLatencies.ALL))
                .map(row -> new ModelPhase(row.model(), row.phase()))
                .distinct()
                .map(this::latencies)
                .toList();
    }

    private record ModelPhase(String model, String phase) {

        boolean has(RequestLatencies row) {
            return row.model().equals(model) && row.phase().equals(phase);
        }
    }

    private Figure latencies(ModelPhase which) {
        List<Series> series = series((run, arm) -> cdf(run.latencies().stream()
                .filter(row ->
                        row.arm().equals(arm) && which.has(row) && row.request().equals(RequestLatencies.ALL))));
        String title = "Latency under %s, %s".formatted(which.model(), which.phase());
        String id = "latency-%s-%s".formatted(which.model(), which.phase());
        return new Figure(
                title,
                "Share of requests with at most the given latency, counted from the due time. Further left is faster.",
                new LineChart(
                        id,
                        title,
                        "Cumulative distribution of latencies, one line for each arm; the table below has the points.",
                        new Axis("milliseconds (logarithmic)", true),
                        new Axis("% of requests", false, 100),
                        series,
                        Double.NaN,
                        "",
                        List.of()),
                new DataTable(
                        List.of("arm", "millis", "percent"),
                        series.stream()
                                .flatMap(one -> one.points().stream()
                                        .map(point -> List.<Object>of(one.name(), point.x(), point.y())))
                                .toList()));
    }

    /** Returns points of a cumulative distribution: every 4 %, above 96 % every 0.2 %, and the maximum. */
    private static List<Point> cdf(Stream<RequestLatencies> rows) {
        Latencies all = new Latencies();
        rows.forEach(row -> all.addAll(row.latencies()));
        if (all.count() == 0) {
            return List.of();
        }
        List<Point> points = new ArrayList<>();
        long counted = 0;
        double next = 0;
        for (Latencies.Bucket bucket : all.buckets()) {
            counted += bucket.count();
            double percent = 100.0 * counted / all.count();
            if (percent >= next) {
                points.add(
                        Point.of(NumberText.rounded(bucket.upToMicros() / 1000.0, 5), NumberText.rounded(percent, 5)));
                next = Math.min(percent < 96 ? percent + 4 : percent + 0.2, 100);
            }
        }
        return points;
    }

    /** Returns a histogram of cold starts. */
    Figure coldStarts() {
        List<Series> series = series((run, arm) -> run.coldStarts().stream()
                .filter(start -> start.arm().equals(arm))
                .map(ColdStartRow::initMillis)
                .map(millis -> Point.of(millis, 1))
                .toList());
        String title = "Cold starts";
        return new Figure(
                title,
                "Functions: the INIT phase of each execution environment. Containers: each process from start to ready. The dashed line is the median.",
                new HistogramChart(
                        "cold-starts",
                        title,
                        "A histogram of start times for each arm, one below the other.",
                        "milliseconds (logarithmic)",
                        series),
                new DataTable(
                        List.of("arm", "millis"),
                        series.stream()
                                .flatMap(one ->
                                        one.points().stream().map(point -> List.<Object>of(one.name(), point.x())))
                                .toList()));
    }

    /** Returns the latency by rate, from the model step. */
    Figure throughput() {
        List<Series> series = series((run, arm) -> {
            TreeMap<Double, List<Double>> byRate = new TreeMap<>();
            run.steps().stream().filter(step -> step.arm().equals(arm)).forEach(step -> byRate.computeIfAbsent(
                            step.rate(), none -> new ArrayList<>())
                    .add(step.p99Millis()));
            return byRate.entrySet().stream()
                    .map(step -> new Point(
                            step.getKey(),
                            median(step.getValue()),
                            step.getValue().stream().min(Double::compare).orElseThrow(),
                            step.getValue().stream().max(Double::compare).orElseThrow()))
                    .toList();
        });
        double limit = runs.getFirst().environment().slo().p99Millis();
        String title = "Throughput against latency";
        return new Figure(
                title,
                "The rate grows step by step until p99 exceeds the limit. Lines are medians over rounds; shaded areas reach from the lowest to the highest round.",
                new LineChart(
                        "throughput",
                        title,
                        "99th percentile of latency by requests a second, one line for each arm.",
                        new Axis("requests a second", false),
                        new Axis("p99 in milliseconds (logarithmic)", true),
                        series,
                        limit,
                        "limit: %s ms".formatted(NumberText.label(limit)),
                        List.of()),
                table("rate", "p99_millis", series));
    }

    /** Returns the resident memory of each service. */
    Figure memory() {
        List<String> services = runs.stream()
                .flatMap(run -> memories(run).map(ComparisonSummary.Metric::part))
                .filter(part -> !part.equals(ObservationRow.SHOP))
                .distinct()
                .toList();
        List<Series> series = series((run, arm) -> IntStream.range(0, services.size())
                .boxed()
                .flatMap(row -> memories(run)
                        .filter(metric -> metric.part().equals(services.get(row)))
                        .flatMap(metric -> metric.of(arm).stream())
                        .map(value -> new Point(row, value.median(), value.low(), value.high())))
                .toList());
        return intervals(
                "memory",
                "Resident memory",
                "Medians with 95 % intervals. Functions: all execution environments of a service together.",
                new Axis("MiB", false),
                services,
                series,
                "MiB");
    }

    private static Stream<ComparisonSummary.Metric> memories(Results run) {
        List<ComparisonSummary.Metric> all = run.summary().named("resident-memory");
        String model = all.isEmpty() ? "" : all.getFirst().model();
        return all.stream().filter(metric -> metric.model().equals(model));
    }

    /** Returns the shop's value of a metric under each model. */
    Figure byModel(String metric, String title, String caption, String unit, boolean logarithmic) {
        List<String> rows = runs.stream()
                .flatMap(run -> run.summary().named(metric).stream())
                .filter(shop())
                .map(MeasuredFigures::row)
                .distinct()
                .toList();
        List<Series> series = series((run, arm) -> run.summary().named(metric).stream()
                .filter(shop())
                .flatMap(one -> one.of(arm).stream()
                        .map(value -> new Point(rows.indexOf(row(one)), value.median(), value.low(), value.high())))
                .toList());
        return intervals(
                metric,
                title,
                caption,
                new Axis(logarithmic ? unit + " (logarithmic)" : unit, logarithmic),
                rows,
                series,
                unit);
    }

    private static String row(ComparisonSummary.Metric metric) {
        return metric.model().equals("none") ? metric.phase() : metric.model() + ", " + metric.phase();
    }

    private static Predicate<ComparisonSummary.Metric> shop() {
        return metric -> metric.part().equals(ObservationRow.SHOP);
    }

    private static Figure intervals(
            String id, String title, String caption, Axis axis, List<String> rows, List<Series> series, String unit) {
        return new Figure(
                title,
                caption,
                new IntervalChart(id, title, "A marker with its interval for each arm, in rows.", axis, rows, series),
                new DataTable(
                        List.of("arm", "row", unit.replace(' ', '_'), "low", "high"),
                        series.stream()
                                .flatMap(one -> one.points().stream()
                                        .map(point -> List.<Object>of(
                                                one.name(),
                                                rows.get((int) point.x()),
                                                point.y(),
                                                point.low(),
                                                point.high())))
                                .toList()));
    }

    private interface Points {
        List<Point> of(Results run, String arm);
    }

    private List<Series> series(Points points) {
        List<Series> series = new ArrayList<>();
        for (Results run : runs) {
            for (MeasurementEnvironment.Arm arm : run.environment().arms()) {
                List<Point> found = points.of(run, arm.name());
                if (!found.isEmpty()) {
                    series.add(new Series(
                            name(run, arm.name()), run.environment().provenance(), style(run, arm.name()), found));
                }
            }
        }
        return series;
    }

    /** Returns the points of several series as a table. */
    static DataTable table(String x, String y, List<Series> series) {
        return new DataTable(
                List.of("arm", x, y, "low", "high"),
                series.stream()
                        .flatMap(one -> one.points().stream()
                                .map(point -> List.<Object>of(
                                        one.name(),
                                        NumberText.rounded(point.x(), 6),
                                        NumberText.rounded(point.y(), 6),
                                        NumberText.rounded(point.low(), 6),
                                        NumberText.rounded(point.high(), 6))))
                        .toList());
    }

    /** Returns whether any comparison ran the model step. */
    boolean hasSteps() {
        return any(Results::steps);
    }

    boolean hasColdStarts() {
        return any(Results::coldStarts);
    }

    boolean has(String metric) {
        return runs.stream()
                .anyMatch(run -> run.summary().named(metric).stream().anyMatch(shop()));
    }

    private boolean any(Function<Results, List<?>> rows) {
        return runs.stream().anyMatch(run -> !rows.apply(run).isEmpty());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
