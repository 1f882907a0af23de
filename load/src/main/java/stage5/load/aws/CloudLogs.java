package stage5.load.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import stage5.load.compare.Invocation;
import stage5.load.compare.ProcessUsage;
import stage5.load.generator.LoadException;
import stage5.stack.Component;
import stage5.topology.Function;
import stage5.topology.Topology;

/**
 * Reads a shop's measurements from CloudWatch Logs: {@code REPORT} lines and Container Insights' performance events.
 */
public final class CloudLogs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double UNITS_PER_CPU = 1024;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CloudWatchLogsClient logs;
    private final Topology topology = Topology.load();

    public CloudLogs(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    /** Returns a client with the SDK's default region and credentials. */
    public static CloudWatchLogsClient client() {
        return CloudWatchLogsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /**
     * Returns the invocations of all functions that ended from one instant until before the other.
     *
     * @throws LoadException if no function has a log group
     */
    List<Invocation> invocations(AwsShop shop, Instant from, Instant to) {
        List<Invocation> invocations = new ArrayList<>();
        int missing = 0;
        List<Function> functions = Component.services().stream()
                .flatMap(service -> topology.of(service.label()).functions().stream())
                .toList();
        for (Function function : functions) {
            try {
                events("/aws/lambda/" + shop.functionPrefix() + function.name(), "REPORT", from, to)
                        .flatMap(
                                event -> ReportLine.parse(
                                        function.name(), Instant.ofEpochMilli(event.timestamp()), event.message())
                                        .stream())
                        .forEach(invocations::add);
            } catch (ResourceNotFoundException neverInvoked) {
                missing++;
            }
        }
        if (missing == functions.size()) {
            throw new LoadException("%s: no function has a log group; is FunctionPrefix %s wrong?"
                    .formatted(shop.arm(), shop.functionPrefix()));
        }
        return invocations;
    }

    /**
     * Returns the usage of the services' tasks, averaged over the whole minutes between two instants (<a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html">performance
     * log events</a>). A service's tasks are those whose task definition family ends with its name.
     *
     * @throws LoadException if there is no whole minute
     */
    Map<Component, ProcessUsage> usage(AwsShop shop, Instant from, Instant to) {
        String group = "/aws/ecs/containerinsights/%s/performance"
                .formatted(shop.cluster().orElseThrow());
        Map<Component, Map<Long, Minute>> minutes = new EnumMap<>(Component.class);
        events(group, "{ $.Type = \"Task\" }", from.plus(MINUTE), to)
                .map(event -> read(event.message()))
                .forEach(task -> Component.services().stream()
                        .filter(service ->
                                task.path("TaskDefinitionFamily").asText().endsWith(service.label()))
                        .forEach(service -> minutes.computeIfAbsent(service, ignored -> new TreeMap<>())
                                .merge(
                                        task.path("Timestamp").asLong() / MINUTE.toMillis(),
                                        Minute.of(task),
                                        Minute::plus)));
        if (minutes.isEmpty()) {
            throw new LoadException("%s: Container Insights of the cluster %s has no whole minute of this run"
                    .formatted(shop.arm(), shop.cluster().orElseThrow()));
        }
        double seconds = Duration.between(from, to).toMillis() / 1000.0;
        Map<Component, ProcessUsage> usage = new EnumMap<>(Component.class);
        minutes.forEach((service, byMinute) -> usage.put(service, usage(byMinute, seconds)));
        return usage;
    }

    private static ProcessUsage usage(Map<Long, Minute> minutes, double seconds) {
        double units = minutes.values().stream()
                .mapToDouble(Minute::cpuUnits)
                .average()
                .orElseThrow();
        return new ProcessUsage(
                units / UNITS_PER_CPU * seconds,
                minutes.values().stream()
                        .mapToDouble(Minute::memoryMiB)
                        .average()
                        .orElseThrow(),
                minutes.values().stream().mapToDouble(Minute::memoryMiB).max().orElseThrow());
    }

    /** The usage of all tasks of a service in one minute. */
    private record Minute(double cpuUnits, double memoryMiB) {

        static Minute of(JsonNode task) {
            return new Minute(
                    task.path("CpuUtilized").asDouble(),
                    task.path("MemoryUtilized").asDouble());
        }

        Minute plus(Minute other) {
            return new Minute(cpuUnits + other.cpuUnits, memoryMiB + other.memoryMiB);
        }
    }

    private Stream<FilteredLogEvent> events(String group, String pattern, Instant from, Instant to) {
        return logs
                .filterLogEventsPaginator(request -> request.logGroupName(group)
                        .filterPattern(pattern)
                        .startTime(from.toEpochMilli())
                        .endTime(to.toEpochMilli() - 1))
                .events()
                .stream();
    }

    private static JsonNode read(String message) {
        try {
            return JSON.readTree(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
