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
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import stage5.load.compare.Invocation;
import stage5.load.compare.ProcessUsage;
import stage5.load.generator.LoadException;
import stage5.stack.Component;
import stage5.topology.Function;
import stage5.topology.Topology;

/**
 * Reads a shop's measurements from CloudWatch Logs: {@link PlatformReport}s and Container Insights' performance events.
 */
public final class CloudLogs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION_LOG = "/aws/lambda/%s";
    private static final String PERFORMANCE_LOG = "/aws/ecs/containerinsights/%s/performance";
    private static final double UNITS_PER_CPU = 1024;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CloudWatchLogsClient logs;
    private final Topology topology = Topology.load();

    public CloudLogs(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    /**
     * Returns a client with the credentials of a profile.
     *
     * @param profile of the AWS configuration; null for the SDK's default credentials
     */
    public static CloudWatchLogsClient client(String profile) {
        CloudWatchLogsClientBuilder client =
                CloudWatchLogsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
        if (profile != null) {
            client.overrideConfiguration(configuration -> configuration.defaultProfileName(profile))
                    .credentialsProvider(ProfileCredentialsProvider.create(profile));
        }
        return client.build();
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
                events(FUNCTION_LOG.formatted(function.name()), PlatformReport.FILTER, from, to)
                        .map(event -> PlatformReport.parse(function.name(), read(event.message())))
                        .forEach(invocations::add);
            } catch (ResourceNotFoundException neverInvoked) {
                missing++;
            }
        }
        if (missing == functions.size()) {
            throw new LoadException(
                    "%s: no function has a log group; do the credentials belong to its account?".formatted(shop.arm()));
        }
        return invocations;
    }

    /**
     * Returns the usage of the services' tasks, averaged over the whole minutes between two instants (<a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html">performance
     * log events</a>). A service's tasks are those of its task definition family, which has its name, in its cluster.
     *
     * @throws LoadException if a service has no whole minute
     */
    Map<Component, ProcessUsage> usage(AwsShop shop, Instant from, Instant to) {
        double seconds = Duration.between(from, to).toMillis() / 1000.0;
        Map<Component, ProcessUsage> usage = new EnumMap<>(Component.class);
        shop.clusters().forEach((service, cluster) -> {
            Map<Long, Minute> minutes = new TreeMap<>();
            events(PERFORMANCE_LOG.formatted(cluster), "{ $.Type = \"Task\" }", from.plus(MINUTE), to)
                    .map(event -> read(event.message()))
                    .filter(task -> task.path("TaskDefinitionFamily").asText().equals(service.label()))
                    .forEach(task -> minutes.merge(
                            task.path("Timestamp").asLong() / MINUTE.toMillis(), Minute.of(task), Minute::plus));
            if (minutes.isEmpty()) {
                throw new LoadException("%s: Container Insights of the cluster %s has no whole minute of this run"
                        .formatted(shop.arm(), cluster));
            }
            usage.put(service, usage(minutes, seconds));
        });
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
