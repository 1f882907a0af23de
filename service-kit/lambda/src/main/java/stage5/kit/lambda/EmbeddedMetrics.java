package stage5.kit.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes a function's counters and gauges to its log in CloudWatch's <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 * embedded metric format</a>, because a frozen execution environment can't be scraped. Of the metrics {@code stage5.*} and
 * {@code otel.sdk.*} those that have changed since the last invocation, one line for those with the same tags. Names are the
 * same as in Prometheus. Each metric has two sets of dimensions: service, and service with all tags. Writes nothing if {@code
 * stage5.lambda.metrics-namespace} is not set.
 */
@Singleton
class EmbeddedMetrics {

    private static final List<String> PREFIXES = List.of("stage5.", "otel.sdk.");
    private static final String SERVICE = "Service";

    private final MeterRegistry metrics;
    private final Optional<String> namespace;
    private final String service;
    private final InstantSource clock;
    private final PrintStream log;
    private final Map<Meter.Id, Double> lastWritten = new HashMap<>();

    @Inject
    EmbeddedMetrics(
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.lambda.metrics-namespace") Optional<String> namespace,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this(metrics, namespace, service, InstantSource.system(), System.out);
    }

    EmbeddedMetrics(
            MeterRegistry metrics, Optional<String> namespace, String service, InstantSource clock, PrintStream log) {
        this.metrics = metrics;
        this.namespace = namespace;
        this.service = service;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Writes the metrics that changed since the last call. Not thread-safe: an execution environment has one invocation
     * at a time.
     */
    void write() {
        namespace.ifPresent(name -> {
            Map<List<Tag>, Map<String, Double>> changes = new LinkedHashMap<>();
            metrics.getMeters().stream()
                    .filter(meter -> PREFIXES.stream()
                            .anyMatch(prefix -> meter.getId().getName().startsWith(prefix)))
                    .forEach(meter -> collect(meter, changes));
            changes.forEach((tags, values) -> log.println(line(name, tags, values)));
        });
    }

    private void collect(Meter meter, Map<List<Tag>, Map<String, Double>> changes) {
        switch (meter) {
            case Counter counter -> collectIncrease(counter.getId(), counter.count(), changes);
            case FunctionCounter counter -> collectIncrease(counter.getId(), counter.count(), changes);
            case Gauge gauge ->
                changed(gauge.getId(), gauge.value())
                        .ifPresent(before -> add(changes, gauge.getId(), "", gauge.value()));
            default -> {
                // Timers and summaries: CloudWatch measures durations itself, and counters cover the rest.
            }
        }
    }

    private void collectIncrease(Meter.Id id, double count, Map<List<Tag>, Map<String, Double>> changes) {
        changed(id, count).ifPresent(before -> add(changes, id, "_total", count - before));
    }

    private static void add(Map<List<Tag>, Map<String, Double>> changes, Meter.Id id, String suffix, double value) {
        changes.computeIfAbsent(id.getTags(), first -> new LinkedHashMap<>())
                .put(prometheus(id.getName()) + suffix, value);
    }

    private static String prometheus(String name) {
        return name.replace('.', '_');
    }

    /** Returns the value last written, 0 at first; empty if it is unchanged. */
    private Optional<Double> changed(Meter.Id id, double value) {
        double before = lastWritten.getOrDefault(id, 0.0);
        if (Double.isNaN(value) || value == before) {
            return Optional.empty();
        }
        lastWritten.put(id, value);
        return Optional.of(before);
    }

    private String line(String namespace, List<Tag> tags, Map<String, Double> values) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = line.putObject("_aws").put("Timestamp", clock.millis());
        ObjectNode directive =
                metadata.putArray("CloudWatchMetrics").addObject().put("Namespace", namespace);
        ArrayNode dimensions = directive.putArray("Dimensions");
        dimensions.addArray().add(SERVICE);
        if (!tags.isEmpty()) {
            ArrayNode all = dimensions.addArray().add(SERVICE);
            tags.forEach(tag -> all.add(prometheus(tag.getKey())));
        }
        ArrayNode names = directive.putArray("Metrics");
        values.keySet().forEach(name -> names.addObject().put("Name", name));
        line.put(SERVICE, service);
        tags.forEach(tag -> line.put(prometheus(tag.getKey()), tag.getValue()));
        values.forEach(line::put);
        return line.toString();
    }
}
