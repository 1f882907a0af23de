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
import stage5.cli.stack.Part;
import stage5.load.compare.Invocation;
import stage5.load.compare.Usage;
import stage5.load.generator.LoadException;
import stage5.topology.Function;
import stage5.topology.Topology;

/** What CloudWatch Logs hold of a shop: Lambda's {@code REPORT} lines, and Container Insights' performance events. */
public final class CloudLogs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double UNITS_PER_CPU = 1024;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CloudWatchLogsClient logs;
    private final Topology topology = Topology.load();

    public CloudLogs(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    /** Returns a client as the SDK's own settings have it: AWS_REGION, AWS_PROFILE and so on. */
    public static CloudWatchLogsClient client() {
        return CloudWatchLogsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /**
     * Returns the invocations of all functions that ended between the two.
     *
     * @throws LoadException if none of the functions has a log
     */
    List<Invocation> invocations(Site site, Instant from, Instant to) {
        List<Invocation> invocations = new ArrayList<>();
        int missing = 0;
        List<Function> functions = Part.services().stream()
                .flatMap(service -> topology.of(service.label()).functions().stream())
                .toList();
        for (Function function : functions) {
            try {
                events("/aws/lambda/" + site.functionPrefix() + function.name(), "REPORT", from, to)
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
            throw new LoadException("%s: no function has a log, FunctionPrefix %s must be wrong"
                    .formatted(site.arm(), site.functionPrefix()));
        }
        return invocations;
    }

    /**
     * Returns what the services' tasks have used between the two, by the whole minutes that lie in between (<a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html">performance
     * log events</a>). A task definition's family ends with its service's name.
     *
     * @throws LoadException if there are no such minutes
     */
    Map<Part, Usage> usage(Site site, Instant from, Instant to) {
        String group = "/aws/ecs/containerinsights/%s/performance"
                .formatted(site.cluster().orElseThrow());
        Map<Part, Map<Long, Minute>> minutes = new EnumMap<>(Part.class);
        events(group, "{ $.Type = \"Task\" }", from.plus(MINUTE), to)
                .map(event -> read(event.message()))
                .forEach(task -> Part.services().stream()
                        .filter(service ->
                                task.path("TaskDefinitionFamily").asText().endsWith(service.label()))
                        .forEach(service -> minutes.computeIfAbsent(service, ignored -> new TreeMap<>())
                                .merge(
                                        task.path("Timestamp").asLong() / MINUTE.toMillis(),
                                        Minute.of(task),
                                        Minute::plus)));
        if (minutes.isEmpty()) {
            throw new LoadException("%s: Container Insights of the cluster %s has no whole minute of this run"
                    .formatted(site.arm(), site.cluster().orElseThrow()));
        }
        double seconds = Duration.between(from, to).toMillis() / 1000.0;
        Map<Part, Usage> usage = new EnumMap<>(Part.class);
        minutes.forEach((service, seen) -> usage.put(service, usage(seen, seconds)));
        return usage;
    }

    private static Usage usage(Map<Long, Minute> minutes, double seconds) {
        double units = minutes.values().stream()
                .mapToDouble(Minute::cpuUnits)
                .average()
                .orElseThrow();
        return new Usage(
                units / UNITS_PER_CPU * seconds,
                minutes.values().stream()
                        .mapToDouble(Minute::memoryMiB)
                        .average()
                        .orElseThrow(),
                minutes.values().stream().mapToDouble(Minute::memoryMiB).max().orElseThrow());
    }

    /** What all tasks of a service have used in a minute. */
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
