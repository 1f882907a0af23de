package stage5.load.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import stage5.load.http.LoadRun;
import stage5.load.overload.Bar;
import stage5.load.statistics.Bootstrap;

/**
 * The runs of {@link ThroughputBench}, judged.
 *
 * @param ceilings runs of the closed loop, of all proxies and rounds, and of the stub without a proxy
 * @param steady runs at the fixed rate
 */
record ThroughputResult(List<ProxyRun> ceilings, List<ProxyRun> steady) {

    static final String NGINX = "nginx";
    static final String GATEWAY = "gateway";
    static final String DIRECT = "no proxy";

    private static final double REQUIRED_SHARE = 0.6;
    private static final double AIM = 0.8;
    private static final double MOST_MILLIS_ABOVE = 3;

    /** Of nginx's ceiling. */
    private static final double STEADY_SHARE = 0.3;

    /** Of the gateway's ceiling. At a higher rate its queue is measured, and at one above 1 how long the run was. */
    private static final double MOST_OF_THE_GATEWAY = 0.7;

    /** The rate of a run is a whole number of requests. */
    private static final double ROUNDING = 0.99;

    /** A generator that is hardly faster alone than with a proxy limits the proxy. */
    private static final double LEAST_HEADROOM = 1.2;

    private static final double MOST_LAG_MILLIS = 20;
    private static final double P50 = 50;
    private static final double P99 = 99;

    /** Returns the median ceiling of a proxy, in successful requests a second; 0 without runs. */
    double ceiling(String proxy) {
        return median(ceilings, proxy, ThroughputResult::perSecond);
    }

    /**
     * Returns the requests a second of the runs at a fixed rate: 30 % of nginx's ceiling if the gateway can hold it, else 30 % of
     * the gateway's own.
     */
    double steadyRate() {
        double wanted = STEADY_SHARE * ceiling(NGINX);
        return wanted > 0 && wanted <= MOST_OF_THE_GATEWAY * ceiling(GATEWAY)
                ? wanted
                : STEADY_SHARE * ceiling(GATEWAY);
    }

    private static double perSecond(ProxyRun run) {
        return run.load().successes().perSecond();
    }

    private static double p99(ProxyRun run) {
        return run.load().latencies().percentile(P99);
    }

    private boolean hasNginx() {
        return ceilings.stream().anyMatch(run -> run.proxy().equals(NGINX));
    }

    private static double median(List<ProxyRun> runs, String proxy, ToDoubleFunction<ProxyRun> value) {
        double[] values = runs.stream()
                .filter(run -> run.proxy().equals(proxy))
                .mapToDouble(value)
                .toArray();
        return values.length == 0 ? 0 : Bootstrap.medianOf(values);
    }

    PartResult result() {
        return new PartResult(BenchPart.THROUGHPUT, measurements(), bars(), invalid());
    }

    private List<Measurement> measurements() {
        List<Measurement> rows = new ArrayList<>();
        for (ProxyRun run : ceilings) {
            rows.add(row(run, "closed loop", "requests/s", perSecond(run)));
            rows.add(row(run, "closed loop p99", "ms", p99(run)));
            rows.add(row(run, "closed loop CPU per request", "ms", run.cpuMillisPerRequest()));
        }
        for (ProxyRun run : steady) {
            rows.add(row(run, "fixed rate", "requests/s", perSecond(run)));
            rows.add(row(run, "fixed rate p50", "ms", run.load().latencies().percentile(P50)));
            rows.add(row(run, "fixed rate p99", "ms", p99(run)));
            rows.add(row(run, "fixed rate CPU per request", "ms", run.cpuMillisPerRequest()));
            rows.add(row(
                    run,
                    "fixed rate, lag of the generator p99",
                    "ms",
                    run.load().lag().percentile(P99)));
        }
        return rows;
    }

    private static Measurement row(ProxyRun run, String measure, String unit, double value) {
        return new Measurement(BenchPart.THROUGHPUT.toString(), run.round(), run.proxy(), measure, unit, value);
    }

    private List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        if (hasNginx()) {
            double share = ceiling(GATEWAY) / ceiling(NGINX);
            bars.add(new Bar(
                    "throughput, of nginx's",
                    "at least 60 %, aim 80 %",
                    String.format(Locale.ROOT, "%.0f %%%s", share * 100, share >= AIM ? ", the aim is reached" : ""),
                    share >= REQUIRED_SHARE));
            double steadyShare = median(steady, NGINX, run -> run.load().perSecond()) / ceiling(NGINX);
            bars.add(new Bar(
                    "the fixed rate, of nginx's ceiling",
                    "30 %",
                    String.format(Locale.ROOT, "%.0f %%", steadyShare * 100),
                    steadyShare >= STEADY_SHARE * ROUNDING));
            double above =
                    median(steady, GATEWAY, ThroughputResult::p99) - median(steady, NGINX, ThroughputResult::p99);
            bars.add(new Bar(
                    "p99 at the fixed rate, above nginx's",
                    "at most 3 ms",
                    String.format(Locale.ROOT, "%.2f ms", above),
                    above <= MOST_MILLIS_ABOVE));
        }
        LoadRun all = new LoadRun(
                Stream.concat(ceilings.stream(), steady.stream())
                        .flatMap(run -> run.load().exchanges().stream())
                        .toList(),
                Duration.ofSeconds(1));
        bars.add(new Bar("requests without success", "0", all.failures(), all.successShare() == 1));
        return bars;
    }

    private List<String> invalid() {
        List<String> reasons = new ArrayList<>();
        double direct = ceiling(DIRECT);
        double fastest = Math.max(ceiling(NGINX), ceiling(GATEWAY));
        if (direct < LEAST_HEADROOM * fastest) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "generator and stub alone reach %.0f requests/s, less than %.1f times the fastest proxy",
                    direct,
                    LEAST_HEADROOM));
        }
        for (ProxyRun run : steady) {
            double lag = run.load().lag().percentile(P99);
            if (lag > MOST_LAG_MILLIS) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "round %d, %s: the generator sent 1 %% of the requests more than %.0f ms late",
                        run.round(),
                        run.proxy(),
                        lag));
            }
        }
        return reasons;
    }
}
