package stage5.load.generator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import stage5.load.plan.LoadModel;
import stage5.load.plan.MachineShare;
import stage5.load.plan.RequestKind;

/** Creates results for tests. */
public final class LoadResultFixtures {

    private LoadResultFixtures() {}

    /** Returns a checkout result with that many answered and confirmed orders, 40 ms each. */
    public static LoadResult checkout(double seconds, int answered, int confirmed) {
        return of(
                LoadModel.CHECKOUT,
                seconds,
                answered,
                Map.of(
                        RequestKind.ORDER, new LoadResult.RequestResult(latencies(answered, 40), 0),
                        RequestKind.SETTLED, new LoadResult.RequestResult(latencies(confirmed, 40), 0)),
                latencies(answered, 1),
                List.of(),
                List.of());
    }

    /** Returns a browse result with a constant latency and lag. */
    static LoadResult browse(int answered, int planned, long millis, long lateMillis) {
        return of(
                LoadModel.BROWSE,
                60,
                planned,
                Map.of(RequestKind.LISTING, new LoadResult.RequestResult(latencies(answered, millis), 0)),
                latencies(answered, lateMillis),
                List.of(),
                List.of());
    }

    /** Returns a browse result with that many listings and accepted orders. */
    public static LoadResult browse(int listings, int orders) {
        return of(
                LoadModel.BROWSE,
                60,
                listings + orders,
                Map.of(
                        RequestKind.LISTING, new LoadResult.RequestResult(latencies(listings, 40), 0),
                        RequestKind.ORDER, new LoadResult.RequestResult(latencies(orders, 40), 0)),
                latencies(listings + orders, 1),
                List.of(),
                List.of());
    }

    /** Returns a result with the given windows. */
    static LoadResult withWindows(LoadModel model, List<LoadResult.Window> seconds, List<LoadResult.Window> steps) {
        return of(model, 60, 0, Map.of(), new Latencies(), seconds, steps);
    }

    /** Returns a window of a hundred requests, of which the given number was within the SLO. */
    static LoadResult.Window window(long from, double rate, long withinSlo, double lateMillis) {
        return new LoadResult.Window(from, rate, 100, 100, 0, withinSlo, 10, 100, lateMillis);
    }

    /** Returns a copy as one machine's share, with the given time zero. */
    static LoadResult share(LoadResult whole, MachineShare share, long zeroMillis) {
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
            LoadModel model,
            double seconds,
            long planned,
            Map<RequestKind, LoadResult.RequestResult> requests,
            Latencies lag,
            List<LoadResult.Window> bySecond,
            List<LoadResult.Window> steps) {
        return new LoadResult(
                model,
                10,
                10,
                1,
                5,
                MachineShare.WHOLE,
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
