package stage5.load.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stage5.load.http.Exchange;
import stage5.load.http.LoadRun;
import stage5.load.overload.Bar;
import stage5.stack.Component;

/**
 * The run of {@link SlowUpstreamBench}, judged. Composed views belong neither to the slow routes nor to the others.
 *
 * @param run three phases of equal length: well, slow, well again
 * @param slow the service that was slow
 */
record SlowUpstreamResult(LoadRun run, Duration phase, Component slow) {

    private static final double LEAST_SHARE = 0.95;

    /** With fewer successes the quiet phase is no reference. */
    private static final double LEAST_QUIET_SHARE = 0.99;

    private static final double MOST_TIMES_P99 = 2;
    private static final double FAST_MILLIS = 100;
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(10);
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final String[] PHASES = {"well", "slow upstream", "well again"};

    private LoadRun part(int index) {
        return run.between(phase.multipliedBy(index), phase.multipliedBy(index + 1L));
    }

    private LoadRun others(int index) {
        return part(index)
                .where(each -> owner(each).filter(owner -> owner != slow).isPresent());
    }

    private LoadRun slowRoutes(int index) {
        return part(index).where(this::isSlow);
    }

    private boolean isSlow(Exchange exchange) {
        return owner(exchange).filter(owner -> owner == slow).isPresent();
    }

    private static Optional<Component> owner(Exchange exchange) {
        return BenchRoute.valueOf(exchange.route()).owner();
    }

    private static LoadRun failures(LoadRun run) {
        return run.where(each -> !each.isSuccess());
    }

    /** Returns the time from the upstream's recovery to that of its routes; empty if they have not recovered. */
    Optional<Duration> recovery() {
        return Recovery.time(
                run.where(this::isSlow), phase.multipliedBy(2), second -> second.successShare() >= LEAST_SHARE);
    }

    PartResult result() {
        return new PartResult(BenchPart.SLOW, measurements(), bars(), invalid());
    }

    private List<Measurement> measurements() {
        List<Measurement> rows = new ArrayList<>();
        for (int i = 0; i < PHASES.length; i++) {
            LoadRun others = others(i);
            LoadRun slowRoutes = slowRoutes(i);
            rows.add(row(
                    i,
                    "other routes, successes",
                    "requests/s",
                    others.successes().perSecond()));
            rows.add(row(i, "other routes, p50", "ms", others.latencies().percentile(P50)));
            rows.add(row(i, "other routes, p99", "ms", others.latencies().percentile(P99)));
            rows.add(row(
                    i,
                    "its routes, successes",
                    "requests/s",
                    slowRoutes.successes().perSecond()));
            rows.add(row(
                    i,
                    "its routes, failures",
                    "requests/s",
                    failures(slowRoutes).perSecond()));
            rows.add(row(i, "its routes, time to fail, p50", "ms", timeToFail(i, P50)));
            rows.add(row(i, "its routes, time to fail, p99", "ms", timeToFail(i, P99)));
            LoadRun composed = part(i).where(each -> owner(each).isEmpty());
            rows.add(row(
                    i,
                    "composed view, successes",
                    "requests/s",
                    composed.successes().perSecond()));
            rows.add(row(i, "composed view, p99", "ms", composed.latencies().percentile(P99)));
        }
        return rows;
    }

    private double timeToFail(int index, double percentage) {
        return failures(slowRoutes(index)).responseTimes().percentile(percentage);
    }

    private static Measurement row(int index, String measure, String unit, double value) {
        return new Measurement(BenchPart.SLOW.toString(), 1, PHASES[index], measure, unit, value);
    }

    private List<Bar> bars() {
        double share = others(1).successes().perSecond() / others(0).successes().perSecond();
        double times =
                others(1).latencies().percentile(P99) / others(0).latencies().percentile(P99);
        double failing = timeToFail(1, P50);
        Optional<Duration> recovery = recovery();
        return List.of(
                new Bar(
                        "other routes, throughput of the quiet one",
                        "at least 95 %",
                        String.format(
                                Locale.ROOT,
                                "%.1f %%; failed: %s",
                                share * 100,
                                others(1).failures()),
                        share >= LEAST_SHARE),
                new Bar(
                        "other routes, p99 of the quiet one",
                        "at most 2 times",
                        String.format(Locale.ROOT, "%.1f times", times),
                        times <= MOST_TIMES_P99),
                new Bar(
                        "routes of " + slow + ", time to fail, p50",
                        "at most 100 ms",
                        String.format(Locale.ROOT, "%.1f ms", failing),
                        failing <= FAST_MILLIS),
                new Bar(
                        "recovery of these routes",
                        "within 10 s",
                        recovery.map(SlowUpstreamResult::seconds).orElse("not within the run"),
                        recovery.filter(time -> time.compareTo(LONGEST_RECOVERY) <= 0)
                                .isPresent()));
    }

    private List<String> invalid() {
        return part(0).successShare() >= LEAST_QUIET_SHARE
                ? List.of()
                : List.of("with all upstreams well, some requests had no success: " + part(0).failures()
                        + "; the machine needs a lower --mixed-rate or a longer --warm-up");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
