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
import stage5.load.results.ColdStart;
import stage5.load.results.Environment;
import stage5.load.results.Latency;
import stage5.load.results.Measurement;
import stage5.load.results.Results;
import stage5.load.results.Summary;

/** The charts of what was measured. Each arm keeps its look through all of them. */
final class Measured {

    private static final int POINTS_OF_A_CDF = 160;

    private final List<Results> runs;
    private final Map<String, Look> looks = new LinkedHashMap<>();

    Measured(List<Results> runs) {
        this.runs = List.copyOf(runs);
        for (Results run : runs) {
            for (Environment.Arm arm : run.environment().arms()) {
                looks.computeIfAbsent(name(run, arm.name()), none -> Look.of(looks.size()));
            }
        }
    }

    Look look(Results run, String arm) {
        return looks.get(name(run, arm));
    }

    /** Returns an arm's name, with the run's where there are several. */
    String name(Results run, String arm) {
        return runs.size() == 1 ? arm : "%s, %s".formatted(arm, run.folder().getFileName());
    }

    /** Returns a CDF for each model and phase that has latencies. */
    List<Figure> latencies() {
        return runs.stream()
                .flatMap(run -> run.latencies().stream())
                .filter(bucket -> bucket.request().equals(Latency.ALL))
                .map(bucket -> bucket.model() + "/" + bucket.phase())
                .distinct()
                .map(this::latencies)
                .toList();
    }

    private Figure latencies(String modelAndPhase) {
        String model = modelAndPhase.substring(0, modelAndPhase.indexOf('/'));
        String phase = modelAndPhase.substring(modelAndPhase.indexOf('/') + 1);
        List<Series> series = series((run, arm) -> cdf(run.latencies().stream()
                .filter(bucket -> bucket.arm().equals(arm)
                        && bucket.model().equals(model)
                        && bucket.phase().equals(phase)
                        && bucket.request().equals(Latency.ALL))));
        String title = "Latency under %s, %s".formatted(model, phase);
        String id = "latency-%s-%s".formatted(model, phase);
        return new Figure(
                id,
                title,
                "Share of requests that were answered within a time, counted from when each was due to be sent. Further left is faster.",
                new LineChart(
                                id,
                                title,
                                "Cumulative distribution of latencies, one line for each arm; the table below has the points.",
                                new LineChart.Axis("milliseconds (logarithmic)", true),
                                new LineChart.Axis("% of requests", false, 100),
                                series,
                                Double.NaN,
                                "",
                                List.of())
                        .svg(),
                table(id, "millis", "percent", series));
    }

    private static List<Point> cdf(Stream<Latency> buckets) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        buckets.forEach(bucket -> counts.merge(bucket.upToMicros(), bucket.count(), Long::sum));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        List<Point> points = new ArrayList<>();
        long seen = 0;
        double drawn = -1;
        for (Map.Entry<Long, Long> bucket : counts.entrySet()) {
            seen += bucket.getValue();
            double percent = 100.0 * seen / all;
            if (percent - drawn >= 100.0 / POINTS_OF_A_CDF || seen == all || percent > 99) {
                points.add(Point.of(bucket.getKey() / 1000.0, percent));
                drawn = percent;
            }
        }
        return points;
    }

    /** Returns the histogram of cold starts. */
    Figure coldStarts() {
        List<Series> series = series((run, arm) -> run.coldStarts().stream()
                .filter(start -> start.arm().equals(arm))
                .map(ColdStart::initMillis)
                .map(millis -> Point.of(millis, 1))
                .toList());
        String title = "Cold starts";
        return new Figure(
                "cold-starts",
                title,
                "For functions the INIT phase of each environment, for containers each process from start to ready. The line is the median.",
                new HistogramChart(
                                "cold-starts",
                                title,
                                "A histogram of start times for each arm, one below the other.",
                                "milliseconds (logarithmic)",
                                series)
                        .svg(),
                new Table(
                        "cold-starts",
                        List.of("arm", "millis"),
                        series.stream()
                                .flatMap(one ->
                                        one.points().stream().map(point -> List.<Object>of(one.name(), point.x())))
                                .toList()));
    }

    /** Returns latency against rate, if rates were stepped through. */
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
                "throughput",
                title,
                "The rate is raised step by step until p99 breaks the limit. Lines are medians over rounds, shades reach from the best to the worst round.",
                new LineChart(
                                "throughput",
                                title,
                                "99th percentile of latency by requests a second, one line for each arm.",
                                new LineChart.Axis("requests a second", false),
                                new LineChart.Axis("p99 in milliseconds (logarithmic)", true),
                                series,
                                limit,
                                "limit: %s ms".formatted(Scale.label(limit)),
                                List.of())
                        .svg(),
                table("throughput", "rate", "p99_millis", series));
    }

    /** Returns the memory of each service. */
    Figure memory() {
        List<String> services = runs.stream()
                .flatMap(run -> memories(run).map(Summary.Metric::part))
                .filter(part -> !part.equals(Measurement.SHOP))
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
                "Medians with 95 % intervals. Functions: all environments of a service together.",
                new LineChart.Axis("MiB", false),
                services,
                series,
                "MiB");
    }

    private static Stream<Summary.Metric> memories(Results run) {
        List<Summary.Metric> all = run.summary().named("resident-memory");
        String model = all.isEmpty() ? "" : all.getFirst().model();
        return all.stream().filter(metric -> metric.model().equals(model));
    }

    /** Returns the shop's value of a metric under each model. */
    Figure byModel(String metric, String title, String caption, String unit, boolean logarithmic) {
        List<String> rows = runs.stream()
                .flatMap(run -> run.summary().named(metric).stream())
                .filter(shop())
                .map(Measured::row)
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
                new LineChart.Axis(logarithmic ? unit + " (logarithmic)" : unit, logarithmic),
                rows,
                series,
                unit);
    }

    private static String row(Summary.Metric metric) {
        return metric.model().equals("none") ? metric.phase() : metric.model() + ", " + metric.phase();
    }

    private static Predicate<Summary.Metric> shop() {
        return metric -> metric.part().equals(Measurement.SHOP);
    }

    private static Figure intervals(
            String id,
            String title,
            String caption,
            LineChart.Axis axis,
            List<String> rows,
            List<Series> series,
            String unit) {
        return new Figure(
                id,
                title,
                caption,
                new IntervalChart(id, title, "A marker with its interval for each arm, in rows.", axis, rows, series)
                        .svg(),
                new Table(
                        id,
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
            for (Environment.Arm arm : run.environment().arms()) {
                List<Point> found = points.of(run, arm.name());
                if (!found.isEmpty()) {
                    series.add(new Series(
                            name(run, arm.name()), run.environment().provenance(), look(run, arm.name()), found));
                }
            }
        }
        return series;
    }

    static Table table(String id, String x, String y, List<Series> series) {
        return new Table(
                id,
                List.of("arm", x, y, "low", "high"),
                series.stream()
                        .flatMap(one -> one.points().stream()
                                .map(point ->
                                        List.<Object>of(one.name(), point.x(), point.y(), point.low(), point.high())))
                        .toList());
    }

    /** Returns whether any run has stepped through rates. */
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
