package stage5.cli.measure;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The figures of one start-up.
 *
 * @param first the time from the start to the first response, or to a function's first {@code next}
 * @param ready the time from the start until it was ready, or until a function had answered its first event
 * @param residentKibibytes its resident memory at that time
 */
record StartUp(Duration first, Duration ready, long residentKibibytes) {

    /** Returns the resident memory in MiB, rounded up. */
    long residentMebibytes() {
        return Math.ceilDiv(residentKibibytes, 1024L);
    }

    /** Returns the median of each figure. */
    static StartUp median(List<StartUp> all) {
        return new StartUp(
                median(all, StartUp::first), median(all, StartUp::ready), median(all, StartUp::residentKibibytes));
    }

    /** Returns the upper median if the number of values is even. */
    private static <T extends Comparable<T>> T median(List<StartUp> all, Function<StartUp, T> figure) {
        return all.stream().map(figure).sorted().toList().get(all.size() / 2);
    }
}
