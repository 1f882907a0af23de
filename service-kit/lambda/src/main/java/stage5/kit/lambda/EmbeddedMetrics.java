package stage5.kit.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes a function's counters and gauges to its log in CloudWatch's <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 * embedded metric format</a>, because a frozen execution environment can't be scraped. One line per metric {@code
 * stage5.*} that has changed since the last invocation. Names are the same as in Prometheus. Each metric has two sets
 * of dimensions: service, and service with all tags. Writes nothing if {@code stage5.lambda.metrics-namespace} is not
 * set.
 */
@Singleton
class EmbeddedMetrics {

    private static final String PREFIX = "stage5.";
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
        namespace.ifPresent(name -> metrics.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(PREFIX))
                .forEach(meter -> write(name, meter)));
    }

    private void write(String namespace, Meter meter) {
        switch (meter) {
            case Counter counter ->
                changed(counter.getId(), counter.count())
                        .ifPresent(before ->
                                log.println(line(namespace, meter.getId(), "_total", counter.count() - before)));
            case Gauge gauge ->
                changed(gauge.getId(), gauge.value())
                        .ifPresent(before -> log.println(line(namespace, meter.getId(), "", gauge.value())));
            default -> {
                // Timers and summaries: CloudWatch measures durations itself, and counters cover the rest.
            }
        }
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

    private String line(String namespace, Meter.Id id, String suffix, double value) {
        String name = id.getName().replace('.', '_') + suffix;
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = line.putObject("_aws").put("Timestamp", clock.millis());
        ObjectNode directive =
                metadata.putArray("CloudWatchMetrics").addObject().put("Namespace", namespace);
        ArrayNode dimensions = directive.putArray("Dimensions");
        dimensions.addArray().add(SERVICE);
        List<Tag> tags = id.getTags();
        if (!tags.isEmpty()) {
            ArrayNode all = dimensions.addArray().add(SERVICE);
            tags.forEach(tag -> all.add(tag.getKey()));
        }
        directive.putArray("Metrics").addObject().put("Name", name);
        line.put(SERVICE, service);
        tags.forEach(tag -> line.put(tag.getKey(), tag.getValue()));
        line.put(name, value);
        return line.toString();
    }
}
