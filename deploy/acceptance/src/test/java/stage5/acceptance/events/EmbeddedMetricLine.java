package stage5.acceptance.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.kit.web.metrics.PublishedMetric;
import stage5.kit.web.metrics.PublishedMetrics;

/** A line of a service's log from which CloudWatch extracts metrics. */
record EmbeddedMetricLine(JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE = "Service";

    private static final Map<String, PublishedMetric> PUBLISHED =
            PublishedMetrics.all().stream().collect(Collectors.toMap(PublishedMetric::name, Function.identity()));

    /** Returns whether a line of a log has metrics. A process that was killed leaves an incomplete line. */
    static boolean isOne(String line) {
        return line.startsWith("{\"_aws\":") && line.endsWith("}");
    }

    /** Returns the metrics of a line; throws {@link AssertionError} if it is not JSON. */
    static EmbeddedMetricLine parse(String line) {
        try {
            return new EmbeddedMetricLine(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + line, e);
        }
    }

    /** Returns the names of the metrics. */
    Set<String> names() {
        return directive()
                .path("Metrics")
                .valueStream()
                .map(metric -> metric.path("Name").asText())
                .collect(Collectors.toSet());
    }

    /** Returns the value of a dimension, empty if the line does not have it. */
    String dimension(String name) {
        return json.path(name).asText();
    }

    /** Returns how the line differs from what a service publishes in a form; empty if it does not. */
    List<String> violations(String service, PublishedMetric.Form form) {
        List<String> violations = new ArrayList<>();
        if (!dimension(SERVICE).equals(service)) {
            violations.add("Service is %s, not %s".formatted(dimension(SERVICE), service));
        }
        for (String name : names()) {
            PublishedMetric metric = PUBLISHED.get(name);
            if (metric == null) {
                violations.add(name + " is not published");
                continue;
            }
            if (!metric.isOf(form)) {
                violations.add("%s is not published by %s".formatted(name, form));
            }
            if (!dimensions().equals(expected(metric))) {
                violations.add("%s has the dimensions %s, not %s".formatted(name, dimensions(), expected(metric)));
            }
            metric.dimensions().stream()
                    .filter(dimension -> dimension(dimension).isEmpty())
                    .forEach(dimension -> violations.add("%s has no value of %s".formatted(name, dimension)));
            boolean isHistogram = metric.type() == PublishedMetric.Type.HISTOGRAM;
            if (isHistogram ? !json.path(name).isObject() : !json.path(name).isNumber()) {
                violations.add("%s has the value %s, but is a %s".formatted(name, json.path(name), metric.type()));
            }
        }
        return violations;
    }

    private static List<List<String>> expected(PublishedMetric metric) {
        List<String> service = List.of(SERVICE);
        return metric.dimensions().isEmpty()
                ? List.of(service)
                : List.of(
                        service,
                        Stream.concat(service.stream(), metric.dimensions().stream())
                                .toList());
    }

    private List<List<String>> dimensions() {
        return directive()
                .path("Dimensions")
                .valueStream()
                .map(set -> set.valueStream().map(JsonNode::asText).toList())
                .toList();
    }

    private JsonNode directive() {
        return json.at("/_aws/CloudWatchMetrics/0");
    }
}
