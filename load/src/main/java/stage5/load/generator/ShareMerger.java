package stage5.load.generator;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import stage5.load.plan.MachineShare;
import stage5.load.plan.RequestKind;

/** Merges the results of several machines that sent one run together. */
public final class ShareMerger {

    /** With a larger difference the seconds of two machines do not match; NTP keeps clocks far closer. */
    private static final long MOST_SKEW_MILLIS = 1000;

    private ShareMerger() {}

    /**
     * Returns the merged result. Percentiles of the whole run come from the merged histograms. Percentiles of a second
     * or a step are those of the slowest machine: there are no histograms for them.
     *
     * @throws LoadException if the results are not exactly the shares of one run
     */
    public static LoadResult merge(List<LoadResult> shares) {
        check(shares);
        LoadResult first = shares.getFirst();
        double length = least(shares, LoadResult::length);
        return new LoadResult(
                first.model(),
                first.rate(),
                shares.stream().mapToDouble(LoadResult::peak).sum(),
                first.scaledDownBy(),
                first.seed(),
                MachineShare.WHOLE,
                length,
                first.zeroMillis(),
                shares.stream().mapToLong(LoadResult::planned).sum(),
                requests(shares),
                all(shares, LoadResult::lag),
                most(shares, LoadResult::cpuShare),
                windows(shares, LoadResult::seconds),
                // A machine on which the SLO broke sent no further step.
                windows(shares, LoadResult::steps).stream()
                        .filter(step -> step.fromSecond() < length)
                        .toList());
    }

    private static void check(List<LoadResult> shares) {
        LoadResult first = shares.getFirst();
        int machines = first.share().of();
        List<Integer> numbers =
                shares.stream().map(share -> share.share().number()).sorted().toList();
        if (!numbers.equals(IntStream.rangeClosed(1, machines).boxed().toList())) {
            throw new LoadException(
                    "There were %d machines, and these are the results of %s".formatted(machines, numbers));
        }
        for (LoadResult share : shares) {
            if (share.share().of() != machines
                    || share.model() != first.model()
                    || share.rate() != first.rate()
                    || share.seed() != first.seed()) {
                throw new LoadException(
                        "%s and %s are shares of different runs".formatted(first.share(), share.share()));
            }
            if (Math.abs(share.zeroMillis() - first.zeroMillis()) > MOST_SKEW_MILLIS) {
                throw new LoadException("The time zeros of %s and %s differ by %d ms: --zero-at sets a common one"
                        .formatted(first.share(), share.share(), Math.abs(share.zeroMillis() - first.zeroMillis())));
            }
        }
    }

    private static Map<RequestKind, LoadResult.RequestResult> requests(List<LoadResult> shares) {
        Map<RequestKind, LoadResult.RequestResult> requests = new EnumMap<>(RequestKind.class);
        for (RequestKind kind : RequestKind.values()) {
            List<LoadResult.RequestResult> results =
                    shares.stream().flatMap(share -> share.of(kind).stream()).toList();
            if (!results.isEmpty()) {
                requests.put(
                        kind,
                        new LoadResult.RequestResult(
                                all(results, LoadResult.RequestResult::latencies),
                                results.stream()
                                        .mapToLong(LoadResult.RequestResult::failed)
                                        .sum()));
            }
        }
        return requests;
    }

    private static List<LoadResult.Window> windows(
            List<LoadResult> shares, Function<LoadResult, List<LoadResult.Window>> which) {
        Map<Long, LoadResult.Window> windows = new TreeMap<>();
        shares.stream()
                .map(which)
                .flatMap(List::stream)
                .forEach(window -> windows.merge(window.fromSecond(), window, LoadResult.Window::plus));
        return List.copyOf(windows.values());
    }

    private static <T> Latencies all(Collection<T> parts, Function<T, Latencies> which) {
        Latencies all = new Latencies();
        parts.forEach(part -> all.addAll(which.apply(part)));
        return all;
    }

    private static double least(List<LoadResult> shares, ToDoubleFunction<LoadResult> figure) {
        return shares.stream().mapToDouble(figure).min().orElseThrow();
    }

    private static double most(List<LoadResult> shares, ToDoubleFunction<LoadResult> figure) {
        return shares.stream().mapToDouble(figure).max().orElseThrow();
    }
}
