package stage5.load.generator;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import stage5.load.plan.Kind;
import stage5.load.plan.Share;

/** Puts together what the machines saw that sent a run together. */
public final class Shares {

    /** Further apart, their seconds are not the same; clocks that are kept by NTP are far closer. */
    private static final long APART_MILLIS = 1000;

    private Shares() {}

    /**
     * Returns the run as one. Percentiles of the whole come from all machines' histograms; those of single seconds and
     * steps are the worst machine's, since a machine keeps none of single seconds.
     *
     * @throws LoadException if they are not all shares of one run
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
                Share.WHOLE,
                length,
                first.zeroMillis(),
                shares.stream().mapToLong(LoadResult::planned).sum(),
                requests(shares),
                all(shares, LoadResult::lag),
                most(shares, LoadResult::cpuShare),
                windows(shares, LoadResult::seconds),
                // A machine that saw the SLO break has sent no further step.
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
            if (Math.abs(share.zeroMillis() - first.zeroMillis()) > APART_MILLIS) {
                throw new LoadException("The clocks of %s and %s began %d ms apart: --zero-at has them begin together"
                        .formatted(first.share(), share.share(), Math.abs(share.zeroMillis() - first.zeroMillis())));
            }
        }
    }

    private static Map<Kind, LoadResult.Requests> requests(List<LoadResult> shares) {
        Map<Kind, LoadResult.Requests> requests = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            List<LoadResult.Requests> seen =
                    shares.stream().flatMap(share -> share.of(kind).stream()).toList();
            if (!seen.isEmpty()) {
                requests.put(
                        kind,
                        new LoadResult.Requests(
                                all(seen, LoadResult.Requests::latencies),
                                seen.stream()
                                        .mapToLong(LoadResult.Requests::failed)
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
