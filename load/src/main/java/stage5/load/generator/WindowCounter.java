package stage5.load.generator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the planned requests that are due within a time window. */
final class WindowCounter {

    private final Latencies latencies = new Latencies();
    private final Latencies lag = new Latencies();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong withinSlo = new AtomicLong();

    void sent(Duration late) {
        sent.incrementAndGet();
        lag.add(late.toNanos());
    }

    void answered(Duration latency) {
        latencies.add(latency.toNanos());
        if (latency.compareTo(Slo.P99) <= 0) {
            withinSlo.incrementAndGet();
        }
    }

    void failed() {
        failed.incrementAndGet();
    }

    LoadResult.Window result(long fromSecond, double rate) {
        long answered = latencies.count();
        return new LoadResult.Window(
                fromSecond,
                rate,
                sent.get(),
                answered,
                failed.get(),
                withinSlo.get(),
                finite(latencies.percentile(50)),
                finite(latencies.percentile(99)),
                finite(lag.percentile(99)));
    }

    private static double finite(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
