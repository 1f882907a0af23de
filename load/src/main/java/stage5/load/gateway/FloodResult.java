package stage5.load.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stage5.load.http.Exchange;
import stage5.load.http.LoadRun;
import stage5.load.overload.Bar;

/**
 * The run of {@link FloodBench}, judged.
 *
 * @param run three phases of equal length: calm, flood, calm
 * @param rated requests a second of the calm phases
 * @param calmMiB peak of the resident memory in the first phase
 * @param floodMiB peak of the resident memory after it
 */
record FloodResult(LoadRun run, Duration phase, double rated, double calmMiB, double floodMiB) {

    private static final double LEAST_USEFUL = 0.9;
    private static final double MOST_SHED_MILLIS = 50;
    private static final double MOST_TIMES_MEMORY = 1.5;
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(5);

    /** Of the requests of the flood; with fewer it would be a smaller flood than stated. */
    private static final double LEAST_SENT = 0.9;

    private static final double NORMAL_SUCCESSES = 0.99;
    private static final double NORMAL_TIMES_P99 = 2;

    /** A second has so few requests that its p99 differs by more than a factor between quiet ones. */
    private static final double NORMAL_MILLIS_ABOVE = 20;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final double P99 = 99;
    private static final String[] PHASES = {"calm", "flood", "calm again"};

    private LoadRun part(int index) {
        return run.between(phase.multipliedBy(index), phase.multipliedBy(index + 1L));
    }

    private static LoadRun sent(LoadRun part) {
        return part.where(each -> each.status() != Exchange.NOT_SENT);
    }

    private static LoadRun shed(LoadRun part) {
        return part.where(Exchange::isShed);
    }

    /** Returns the requests that were sent, and neither answered with success nor shed. */
    private static LoadRun unanswered(LoadRun part) {
        return sent(part).where(each -> !each.isSuccess() && !each.isShed());
    }

    /** Returns the highest p99 of a second of a phase; 0 without successes. */
    private double worstSecond(int index) {
        double worst = 0;
        for (Duration from = Duration.ZERO; from.plus(SECOND).compareTo(phase) <= 0; from = from.plus(SECOND)) {
            Duration start = phase.multipliedBy(index).plus(from);
            double second = p99(run.between(start, start.plus(SECOND)).successes());
            worst = second > worst ? second : worst; // NaN without successes
        }
        return worst;
    }

    /**
     * Returns the time from the end of the flood until each second is like a calm one; empty if none was. A collection of
     * garbage or the compiler makes single seconds slow in the calm phase, too, so its slowest second is normal.
     */
    Optional<Duration> recovery() {
        double calm = p99(part(0).successes());
        double most = Math.max(Math.max(NORMAL_TIMES_P99 * calm, calm + NORMAL_MILLIS_ABOVE), worstSecond(0));
        return Recovery.time(
                run,
                phase.multipliedBy(2),
                second -> second.successShare() >= NORMAL_SUCCESSES && p99(second.successes()) <= most);
    }

    PartResult result() {
        return new PartResult(BenchPart.FLOOD, measurements(), bars(), invalid());
    }

    private List<Measurement> measurements() {
        List<Measurement> rows = new ArrayList<>();
        for (int i = 0; i < PHASES.length; i++) {
            LoadRun part = part(i);
            rows.add(row(i, "offered", "requests/s", part.perSecond()));
            rows.add(row(i, "sent", "requests/s", sent(part).perSecond()));
            rows.add(row(i, "successes", "requests/s", part.successes().perSecond()));
            rows.add(row(i, "successes, p99 from the due time", "ms", p99(part.successes())));
            rows.add(row(i, "successes, p99 of the slowest second", "ms", worstSecond(i)));
            rows.add(row(i, "shed (429, 503)", "requests/s", shed(part).perSecond()));
            rows.add(row(
                    i,
                    "shed, p99 from sending",
                    "ms",
                    shed(part).responseTimes().percentile(P99)));
            rows.add(row(i, "neither", "requests", unanswered(part).count()));
        }
        rows.add(row(0, "resident memory, peak", "MiB", calmMiB));
        rows.add(row(1, "resident memory, peak", "MiB", floodMiB));
        return rows;
    }

    private static double p99(LoadRun part) {
        return part.latencies().percentile(P99);
    }

    private static Measurement row(int index, String measure, String unit, double value) {
        return new Measurement(BenchPart.FLOOD.toString(), 1, PHASES[index], measure, unit, value);
    }

    private List<Bar> bars() {
        double useful = part(1).successes().perSecond() / rated;
        LoadRun shed = shed(part(1));
        double shedMillis = shed.responseTimes().percentile(P99);
        LoadRun unanswered = unanswered(part(1));
        Optional<Duration> recovery = recovery();
        return List.of(
                new Bar(
                        "successes in the flood, of the rated load",
                        "at least 90 %",
                        String.format(Locale.ROOT, "%.0f %% of %.0f/s", useful * 100, rated),
                        useful >= LEAST_USEFUL),
                new Bar(
                        "sent to shed (429 or 503), p99",
                        "below 50 ms",
                        shed.count() == 0 ? "nothing was shed" : String.format(Locale.ROOT, "%.1f ms", shedMillis),
                        shed.count() == 0 || shedMillis < MOST_SHED_MILLIS),
                new Bar("neither success nor shed", "0", unanswered.failures(), unanswered.count() == 0),
                new Bar(
                        "resident memory, of the calm phase's",
                        "at most 1.5 times",
                        String.format(Locale.ROOT, "%.0f MiB after %.0f MiB", floodMiB, calmMiB),
                        floodMiB <= MOST_TIMES_MEMORY * calmMiB),
                new Bar(
                        "end of the flood to normal",
                        "within 5 s",
                        recovery.map(time -> String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0))
                                .orElse("not within the run"),
                        recovery.filter(time -> time.compareTo(LONGEST_RECOVERY) <= 0)
                                .isPresent()));
    }

    private List<String> invalid() {
        List<String> reasons = new ArrayList<>();
        if (part(0).successShare() < NORMAL_SUCCESSES) {
            reasons.add("before the flood, some requests had no success: " + part(0).failures()
                    + "; the machine needs a lower --rated or a longer --warm-up");
        }
        LoadRun flood = part(1);
        double share = (double) sent(flood).count() / flood.count();
        if (share < LEAST_SENT) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the generator sent only %.0f %% of the flood: a machine with more processors, or a lower --rated",
                    share * 100));
        }
        return reasons;
    }
}
