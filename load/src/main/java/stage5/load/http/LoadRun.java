package stage5.load.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import stage5.load.generator.Latencies;

/**
 * The exchanges of a run or of a part of it.
 *
 * @param length the time in which the requests were due
 */
public record LoadRun(List<Exchange> exchanges, Duration length) {

    public LoadRun {
        exchanges = List.copyOf(exchanges);
    }

    /** Returns the exchanges that match. */
    public LoadRun where(Predicate<Exchange> wanted) {
        return new LoadRun(exchanges.stream().filter(wanted).toList(), length);
    }

    /** Returns the exchanges that were due in a part of the run; its end is exclusive. */
    public LoadRun between(Duration from, Duration to) {
        return new LoadRun(
                exchanges.stream()
                        .filter(each -> each.due() >= from.toNanos() && each.due() < to.toNanos())
                        .toList(),
                to.minus(from));
    }

    /** Returns the exchanges with a 2xx response. */
    public LoadRun successes() {
        return where(Exchange::isSuccess);
    }

    /** Returns the number of exchanges. */
    public long count() {
        return exchanges.size();
    }

    /** Returns the number of exchanges a second. */
    public double perSecond() {
        return count() * 1e9 / length.toNanos();
    }

    /** Returns the share of successes, 0 to 1; NaN without exchanges. */
    public double successShare() {
        return (double) successes().count() / count();
    }

    /** Returns the number of exchanges without success, with their statuses if there are any. */
    public String failures() {
        Map<Integer, Long> statuses = exchanges.stream()
                .filter(each -> !each.isSuccess())
                .collect(Collectors.groupingBy(Exchange::status, TreeMap::new, Collectors.counting()));
        long failed = count() - successes().count();
        return failed == 0
                ? "0"
                : failed
                        + statuses.entrySet().stream()
                                .map(entry -> name(entry.getKey()) + ": " + entry.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String name(int status) {
        return switch (status) {
            case Exchange.LOST -> "no response";
            case Exchange.NOT_SENT -> "not sent";
            default -> Integer.toString(status);
        };
    }

    /** Returns the times from due to end, so that a slow server cannot hide behind late requests. */
    public Latencies latencies() {
        return histogram(each -> each.end() - each.due());
    }

    /** Returns the times from sent to end. */
    public Latencies responseTimes() {
        return histogram(each -> each.end() - each.sent());
    }

    /** Returns the times from due to sent. */
    public Latencies lag() {
        return histogram(each -> each.sent() - each.due());
    }

    private Latencies histogram(ToLongFunction<Exchange> nanos) {
        Latencies latencies = new Latencies();
        exchanges.forEach(each -> latencies.add(nanos.applyAsLong(each)));
        return latencies;
    }
}
