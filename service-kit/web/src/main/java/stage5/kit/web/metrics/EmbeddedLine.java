package stage5.kit.web.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.SequencedMap;

/** A line of the log from which CloudWatch extracts metrics. Each has two sets of dimensions: the service, and all. */
record EmbeddedLine(
        String namespace,
        String service,
        SequencedMap<String, String> dimensions,
        SequencedMap<PublishedMetric, JsonNode> values) {

    private static final String SERVICE = "Service";

    String toJson(Instant time) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = line.putObject("_aws").put("Timestamp", time.toEpochMilli());
        ObjectNode directive =
                metadata.putArray("CloudWatchMetrics").addObject().put("Namespace", namespace);
        ArrayNode sets = directive.putArray("Dimensions");
        sets.addArray().add(SERVICE);
        if (!dimensions.isEmpty()) {
            ArrayNode all = sets.addArray().add(SERVICE);
            dimensions.keySet().forEach(all::add);
        }
        ArrayNode names = directive.putArray("Metrics");
        values.keySet().forEach(metric -> {
            ObjectNode definition = names.addObject().put("Name", metric.name());
            if (metric.type() == PublishedMetric.Type.HISTOGRAM) {
                definition.put("Unit", "Seconds");
            }
        });
        line.put(SERVICE, service);
        dimensions.forEach(line::put);
        values.forEach((metric, value) -> line.set(metric.name(), value));
        return line.toString();
    }
}
