package stage5.kit.web.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Gives each published histogram the same buckets, so that percentiles of both forms can be compared. In Prometheus each bucket
 * has an exemplar: a duration with its trace.
 */
public final class HistogramBuckets implements MeterFilter {

    private static final double[] BOUNDS = Stream.of(
                    5, 10, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 2500, 5000, 10_000, 60_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        boolean isHistogram = PublishedMetrics.find(id.getName())
                .filter(metric -> metric.type() == PublishedMetric.Type.HISTOGRAM)
                .isPresent();
        return isHistogram
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BOUNDS)
                        .build()
                        .merge(config)
                : config;
    }

    /** Quarkus applies the filter to all registries. */
    static final class Producer {

        @Produces
        @Singleton
        MeterFilter histogramBuckets() {
            return new HistogramBuckets();
        }
    }
}
