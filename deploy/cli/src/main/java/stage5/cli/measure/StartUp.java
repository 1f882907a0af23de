package stage5.cli.measure;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * How a process came up.
 *
 * @param first from its start until it was heard of: by its first answer, or by a function's first {@code next}
 * @param ready from its start until it had answered well: that it is ready, or a function its first event
 * @param residentKibibytes what it kept in RAM then
 */
record StartUp(Duration first, Duration ready, long residentKibibytes) {

    /** Returns what it kept in RAM, in whole MiB, rounded up. */
    long residentMebibytes() {
        return Math.ceilDiv(residentKibibytes, 1024L);
    }

    /** Returns the median of each figure. */
    static StartUp median(List<StartUp> all) {
        return new StartUp(
                median(all, StartUp::first), median(all, StartUp::ready), median(all, StartUp::residentKibibytes));
    }

    /** Returns the upper of the two in the middle where there is no middle one. */
    private static <T extends Comparable<T>> T median(List<StartUp> all, Function<StartUp, T> figure) {
        return all.stream().map(figure).sorted().toList().get(all.size() / 2);
    }
}
