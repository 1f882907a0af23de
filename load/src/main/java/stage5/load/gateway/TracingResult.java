package stage5.load.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stage5.load.http.LoadRun;
import stage5.load.overload.Bar;
import stage5.load.statistics.Bootstrap;

/** The runs of {@link TracingBench}, judged by the medians of the rounds. */
record TracingResult(List<ProxyRun> runs) {

    static final String NONE = "0 % sampled";
    static final String ONE_PERCENT = "1 % sampled";
    static final String ALL = "100 % sampled";

    private static final double MOST_AT_ONE_PERCENT = 0.03;
    private static final double MOST_AT_ALL = 0.15;
    private static final double P99 = 99;

    PartResult result() {
        List<Measurement> rows = new ArrayList<>();
        for (ProxyRun run : runs) {
            rows.add(
                    row(run, "closed loop", "requests/s", run.load().successes().perSecond()));
            rows.add(row(run, "closed loop p99", "ms", run.load().latencies().percentile(P99)));
            rows.add(row(run, "closed loop CPU per request", "ms", run.cpuMillisPerRequest()));
        }
        LoadRun all = new LoadRun(
                runs.stream().flatMap(run -> run.load().exchanges().stream()).toList(), Duration.ofSeconds(1));
        return new PartResult(
                BenchPart.TRACING,
                rows,
                List.of(
                        bar(ONE_PERCENT, MOST_AT_ONE_PERCENT),
                        bar(ALL, MOST_AT_ALL),
                        new Bar("requests without success", "0", all.failures(), all.successShare() == 1)),
                List.of());
    }

    private Bar bar(String rate, double most) {
        double lost = 1 - median(rate) / median(NONE);
        return new Bar(
                "throughput lost, " + rate,
                String.format(Locale.ROOT, "at most %.0f %%", most * 100),
                String.format(Locale.ROOT, "%.1f %%", lost * 100),
                median(rate) >= (1 - most) * median(NONE));
    }

    private double median(String rate) {
        return Bootstrap.medianOf(runs.stream()
                .filter(run -> run.proxy().equals(rate))
                .mapToDouble(run -> run.load().successes().perSecond())
                .toArray());
    }

    private static Measurement row(ProxyRun run, String measure, String unit, double value) {
        return new Measurement(BenchPart.TRACING.toString(), run.round(), run.proxy(), measure, unit, value);
    }
}
