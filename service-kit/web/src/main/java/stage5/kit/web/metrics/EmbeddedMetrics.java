package stage5.kit.web.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes the {@link PublishedMetrics} to the log in CloudWatch's <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 * embedded metric format</a>: a function before each response, because a frozen execution environment can't be scraped, a task
 * every minute. Both forms use it, so names and dimensions can't differ.
 *
 * <p>Counters and histograms are written if they have increased, as the increase since the last time. Gauges are written if they
 * have changed, and once a minute while they are not 0. Writes nothing if {@code stage5.metrics.namespace} is not set.
 * Thread-safe.
 */
@Singleton
public final class EmbeddedMetrics {

    /** Less than a minute, so that a task that writes every minute repeats a gauge each time. */
    private static final Duration REPEAT = Duration.ofSeconds(50);

    private final MeterRegistry metrics;
    private final Optional<String> namespace;
    private final PublishedMetric.Form form;
    private final String service;
    private final InstantSource clock;
    private final PrintStream log;
    private final Map<Meter.Id, Double> totals = new HashMap<>();
    private final Map<Meter.Id, WrittenBuckets> buckets = new HashMap<>();
    private final Map<Meter.Id, WrittenGauge> gauges = new HashMap<>();

    @Inject
    EmbeddedMetrics(
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.metrics.namespace") Optional<String> namespace,
            @ConfigProperty(name = "stage5.metrics.form", defaultValue = "tasks") PublishedMetric.Form form,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this(metrics, namespace, form, service, InstantSource.system(), System.out);
    }

    EmbeddedMetrics(
            MeterRegistry metrics,
            Optional<String> namespace,
            PublishedMetric.Form form,
            String service,
            InstantSource clock,
            PrintStream log) {
        this.metrics = metrics;
        this.namespace = namespace;
        this.form = form;
        this.service = service;
        this.clock = clock;
        this.log = log;
    }

    /** Returns whether a task has to write its metrics, because nothing else causes it. */
    boolean needsSchedule() {
        return namespace.isPresent() && form == PublishedMetric.Form.TASKS;
    }

    /** Writes what has changed since the last call: one line for the metrics with the same dimensions. */
    public synchronized void write() {
        namespace.ifPresent(name -> {
            Instant now = clock.instant();
            Map<SequencedMap<String, String>, Changes> changes = new LinkedHashMap<>();
            metrics.getMeters()
                    .forEach(meter -> PublishedMetrics.find(meter.getId().getName())
                            .filter(published -> published.isOf(form))
                            .ifPresent(published -> collect(
                                    meter,
                                    published,
                                    changes.computeIfAbsent(
                                            published.dimensions(meter.getId()::getTag), first -> new Changes()),
                                    now)));
            changes.forEach((dimensions, changed) -> {
                SequencedMap<PublishedMetric, JsonNode> values = changed.values();
                if (!values.isEmpty()) {
                    log.println(new EmbeddedLine(name, service, dimensions, values).toJson(now));
                }
            });
        });
    }

    private void collect(Meter meter, PublishedMetric published, Changes changes, Instant now) {
        switch (meter) {
            case Counter counter -> collectIncrease(counter, counter.count(), published, changes);
            case FunctionCounter counter -> collectIncrease(counter, counter.count(), published, changes);
            case DistributionSummary summary -> collectIncrease(summary, summary.totalAmount(), published, changes);
            case Timer timer -> {
                Distribution increase = buckets.computeIfAbsent(timer.getId(), first -> new WrittenBuckets())
                        .increase(timer);
                if (!increase.isEmpty()) {
                    changes.distributions.merge(published, increase, Distribution::plus);
                }
            }
            case Gauge gauge -> collectGauge(gauge, published, changes, now);
            default ->
                throw new IllegalStateException("%s can't be published: %s"
                        .formatted(published.meter(), meter.getClass().getSimpleName()));
        }
    }

    private void collectIncrease(Meter meter, double total, PublishedMetric published, Changes changes) {
        double before = totals.getOrDefault(meter.getId(), 0.0);
        if (total > before) {
            totals.put(meter.getId(), total);
            changes.numbers.merge(published, total - before, Double::sum);
        }
    }

    private void collectGauge(Gauge gauge, PublishedMetric published, Changes changes, Instant now) {
        double value = gauge.value();
        if (Double.isFinite(value)
                && gauges.getOrDefault(gauge.getId(), WrittenGauge.NONE).isOutdated(value, now)) {
            gauges.put(gauge.getId(), new WrittenGauge(value, now));
            changes.numbers.put(published, value);
        }
    }

    private record WrittenGauge(double value, Instant at) {

        private static final WrittenGauge NONE = new WrittenGauge(0, Instant.EPOCH);

        boolean isOutdated(double current, Instant now) {
            return current != value || (current != 0 && !now.isBefore(at.plus(REPEAT)));
        }
    }

    /** The changes of the metrics with the same dimensions. */
    private static final class Changes {

        private final Map<PublishedMetric, Double> numbers = new LinkedHashMap<>();
        private final Map<PublishedMetric, Distribution> distributions = new LinkedHashMap<>();

        private SequencedMap<PublishedMetric, JsonNode> values() {
            SequencedMap<PublishedMetric, JsonNode> values = new LinkedHashMap<>();
            numbers.forEach((metric, value) -> values.put(metric, DoubleNode.valueOf(value)));
            distributions.forEach((metric, distribution) -> values.put(metric, distribution.toJson()));
            return values;
        }
    }
}
