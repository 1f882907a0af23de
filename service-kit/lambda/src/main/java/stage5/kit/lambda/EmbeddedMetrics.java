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
 * Tells CloudWatch what a function has counted, for nobody can scrape an environment that is frozen: a line in the log,
 * in the <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 * embedded metric format</a>, for each of the service's own counters and gauges that has changed since the last
 * invocation. Names are those that Prometheus sees in a container. Each metric is there by service alone, and by service
 * and tags. Nothing is written where {@code stage5.lambda.metrics-namespace} isn't set.
 */
@Singleton
class EmbeddedMetrics {

    private static final String OWN = "stage5.";
    private static final String SERVICE = "Service";

    private final MeterRegistry metrics;
    private final Optional<String> namespace;
    private final String service;
    private final InstantSource clock;
    private final PrintStream log;
    private final Map<Meter.Id, Double> told = new HashMap<>();

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

    /** Writes what has changed since it was called last; an environment has one invocation at a time. */
    void write() {
        namespace.ifPresent(name -> metrics.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(OWN))
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
                // Timers and summaries: CloudWatch has durations of its own, and what happened is counted besides.
            }
        }
    }

    /** Returns what the value was before, if it was another. */
    private Optional<Double> changed(Meter.Id id, double value) {
        double before = told.getOrDefault(id, 0.0);
        if (Double.isNaN(value) || value == before) {
            return Optional.empty();
        }
        told.put(id, value);
        return Optional.of(before);
    }

    private String line(String namespace, Meter.Id id, String suffix, double value) {
        String name = id.getName().replace('.', '_') + suffix;
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode about = line.putObject("_aws").put("Timestamp", clock.millis());
        ObjectNode directive = about.putArray("CloudWatchMetrics").addObject().put("Namespace", namespace);
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
