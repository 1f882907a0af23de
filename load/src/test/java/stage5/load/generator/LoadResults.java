package stage5.load.generator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import stage5.load.plan.Kind;
import stage5.load.plan.Model;
import stage5.load.plan.Share;

/** Results of runs that never were. */
public final class LoadResults {

    private LoadResults() {}

    /** Returns that of a run in which so many orders were answered, and so many of them confirmed, each within 40 ms. */
    public static LoadResult checkout(double seconds, int answered, int confirmed) {
        return of(
                Model.CHECKOUT,
                seconds,
                answered,
                Map.of(
                        Kind.ORDER, new LoadResult.Requests(latencies(answered, 40), 0),
                        Kind.SETTLED, new LoadResult.Requests(latencies(confirmed, 40), 0)),
                latencies(answered, 1),
                List.of(),
                List.of());
    }

    /** Returns that of a browsing run whose requests all took so long and were sent so late. */
    static LoadResult browse(int answered, int planned, long millis, long lateMillis) {
        return of(
                Model.BROWSE,
                60,
                planned,
                Map.of(Kind.LISTING, new LoadResult.Requests(latencies(answered, millis), 0)),
                latencies(answered, lateMillis),
                List.of(),
                List.of());
    }

    /** Returns that of a browsing run in which so many pages were looked at, and so many orders accepted. */
    public static LoadResult browse(int looked, int ordered) {
        return of(
                Model.BROWSE,
                60,
                looked + ordered,
                Map.of(
                        Kind.LISTING, new LoadResult.Requests(latencies(looked, 40), 0),
                        Kind.ORDER, new LoadResult.Requests(latencies(ordered, 40), 0)),
                latencies(looked + ordered, 1),
                List.of(),
                List.of());
    }

    /** Returns that of a run that was seen second by second, or step by step. */
    static LoadResult seen(Model model, List<LoadResult.Window> seconds, List<LoadResult.Window> steps) {
        return of(model, 60, 0, Map.of(), new Latencies(), seconds, steps);
    }

    /** Returns a second or a step in which so many of a hundred requests were answered within the SLO. */
    static LoadResult.Window window(long from, double rate, long withinSlo, double lateMillis) {
        return new LoadResult.Window(from, rate, 100, 100, 0, withinSlo, 10, 100, lateMillis);
    }

    /** Returns the same run as that machine's share of one that began then. */
    static LoadResult share(LoadResult whole, Share share, long zeroMillis) {
        return new LoadResult(
                whole.model(),
                whole.rate(),
                whole.peak(),
                whole.scaledDownBy(),
                whole.seed(),
                share,
                whole.length(),
                zeroMillis,
                whole.planned(),
                whole.requests(),
                whole.lag(),
                whole.cpuShare(),
                whole.seconds(),
                whole.steps());
    }

    private static LoadResult of(
            Model model,
            double seconds,
            long planned,
            Map<Kind, LoadResult.Requests> requests,
            Latencies lag,
            List<LoadResult.Window> bySecond,
            List<LoadResult.Window> steps) {
        return new LoadResult(
                model,
                10,
                10,
                1,
                5,
                Share.WHOLE,
                seconds,
                0,
                planned,
                requests.isEmpty() ? Map.of() : new EnumMap<>(requests),
                lag,
                0.1,
                new ArrayList<>(bySecond),
                new ArrayList<>(steps));
    }

    private static Latencies latencies(int count, long millis) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < count; i++) {
            latencies.add(Duration.ofMillis(millis).toNanos());
        }
        return latencies;
    }
}
