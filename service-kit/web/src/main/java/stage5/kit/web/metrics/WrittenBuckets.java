package stage5.kit.web.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What has been written of a timer so far, which counts from the start of the process. */
final class WrittenBuckets {

    private static final double BEYOND = Double.POSITIVE_INFINITY;

    private final Map<Double, Long> counts = new HashMap<>();
    private double sum;

    /** Returns the durations since the last call. */
    Distribution increase(Timer timer) {
        HistogramSnapshot now = timer.takeSnapshot();
        Distribution increase = new Distribution();
        long cumulative = 0;
        double bound = 0;
        for (CountAtBucket bucket : now.histogramCounts()) {
            double seconds = bucket.bucket(TimeUnit.SECONDS);
            if (Double.isFinite(seconds)) {
                bound = seconds;
                long inBucket = (long) bucket.count() - cumulative;
                cumulative = (long) bucket.count();
                add(increase, bound, bound, inBucket);
            }
        }
        add(increase, BEYOND, Math.max(bound, now.max(TimeUnit.SECONDS)), now.count() - cumulative);
        if (!increase.isEmpty()) {
            increase.addToSum(now.total(TimeUnit.SECONDS) - sum);
            sum = now.total(TimeUnit.SECONDS);
        }
        return increase;
    }

    /**
     * Adds what is new in a bucket. Other threads record at the same time, so the number beyond the last bucket may be too low for
     * a moment; the next call adds the rest.
     */
    private void add(Distribution increase, double bucket, double value, long count) {
        long written = counts.getOrDefault(bucket, 0L);
        if (count > written) {
            counts.put(bucket, count);
            increase.add(value, count - written);
        }
    }
}
