package stage5.stack.alarm.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the metrics that the functions of a service write to their log, as CloudWatch does (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 * embedded metric format</a>). A datapoint counts in the period in which it is read.
 */
final class EmbeddedMetricLog implements MetricReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "_aws";

    private final Path log;
    private final Speed speed;
    private long position;

    /** Creates a reader that starts at the current end of the log. */
    EmbeddedMetricLog(Path log, Speed speed) {
        this.log = log;
        this.speed = speed;
        this.position = log.toFile().length();
    }

    @Override
    public Set<String> namespaces() {
        return Set.of(ContainerMetrics.SHOP);
    }

    @Override
    public void read(Sink sink) {
        appended().lines().filter(line -> line.startsWith("{\"" + METADATA)).forEach(line -> readLine(line, sink));
    }

    /** Returns the whole lines since the last reading. A log that is shorter than before is a new one. */
    private String appended() {
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            position = position > file.length() ? 0 : position;
            byte[] bytes = new byte[(int) Math.min(file.length() - position, Integer.MAX_VALUE - 8)];
            file.seek(position);
            file.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }

    private Sample sample(String name, JsonNode value) {
        return value.isObject() ? distribution(value) : Sample.of(speed.scaled(name, value.asDouble()));
    }

    /** Returns the sample of a metric with many values: each value, and how often it occurred. */
    private static Sample distribution(JsonNode metric) {
        SortedMap<Double, Double> counts = new TreeMap<>();
        for (int i = 0; i < metric.path("Values").size(); i++) {
            counts.merge(
                    metric.path("Values").path(i).asDouble(),
                    metric.path("Counts").path(i).asDouble(),
                    Double::sum);
        }
        NavigableMap<Double, Double> upTo = new TreeMap<>();
        double count = 0;
        for (var value : counts.entrySet()) {
            count += value.getValue();
            upTo.put(value.getKey(), count);
        }
        return Sample.ofBuckets(metric.path("Sum").asDouble(), count, upTo);
    }

    private void readLine(String line, Sink sink) {
        JsonNode entry;
        try {
            entry = JSON.readTree(line);
        } catch (JsonProcessingException mixed) {
            return; // CloudWatch ignores a line that is no JSON, too
        }
        for (JsonNode directive : entry.path(METADATA).path("CloudWatchMetrics")) {
            for (JsonNode names : directive.path("Dimensions")) {
                Map<String, String> dimensions = new TreeMap<>();
                names.forEach(name ->
                        dimensions.put(name.asText(), entry.path(name.asText()).asText()));
                for (JsonNode metric : directive.path("Metrics")) {
                    String name = metric.path("Name").asText();
                    sink.add(
                            MetricId.of(directive.path("Namespace").asText(), name, dimensions),
                            sample(name, entry.path(name)));
                }
            }
        }
    }
}
