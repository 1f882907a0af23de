package stage5.load.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import stage5.stack.Component;
import stage5.topology.Topology;

/**
 * Compares what this module reads from AWS with the templates of the environment {@code bench}: with the part of them that
 * {@code deploy/cdk} records. Its tests compare that record with the synthesised templates.
 */
class SynthesisedShopTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECORDED = Path.of("../deploy/cdk/src/test/resources/stage5/cdk/measured");
    private static final Instant FROM = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant TO = FROM.plusSeconds(600);

    @TempDir
    private Path folder;

    private final Set<String> read = new TreeSet<>();

    private record Resource(String stack, String id, String type, JsonNode properties) {

        JsonNode property(String pointer) {
            return properties.at(pointer);
        }
    }

    @Test
    void shouldReadExistingLogGroupsInTheirFormat_whenTheShopRunsAsFunctions() throws IOException {
        List<Resource> resources = resources("lambda");
        AwsShop shop = shop(resources);

        new CloudLogs(answering(group -> List.of())).invocations(shop, FROM, TO);

        assertThat(shop.isFunctions()).isTrue();
        assertThat(of(resources, "AWS::Logs::LogGroup")
                        .map(group -> group.property("/LogGroupName").asText()))
                .containsAll(read);
        assertThat(of(resources, "AWS::Lambda::Function")
                        .filter(function -> read.contains(
                                function.property("/LoggingConfig/LogGroup").asText())))
                .hasSameSizeAs(read)
                .allMatch(function ->
                        function.property("/LoggingConfig/LogFormat").asText().equals("JSON"));
        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(Topology.load().services().stream()
                        .flatMap(service -> service.functions().stream())
                        .map(function -> "/aws/lambda/" + function.name())
                        .toList());
    }

    @Test
    void shouldFindTheTasksOfEachService_whenTheShopRunsAsTasks() throws IOException {
        List<Resource> resources = resources("fargate");
        AwsShop shop = shop(resources);
        Map<String, Resource> clusters = of(resources, "AWS::ECS::Cluster")
                .collect(Collectors.toMap(SynthesisedShopTests::key, Function.identity()));
        Map<String, String> families = of(resources, "AWS::ECS::TaskDefinition")
                .collect(Collectors.toMap(
                        Resource::stack, task -> task.property("/Family").asText()));

        Map<Component, ?> usage = new CloudLogs(answering(group -> {
                    String cluster = group.split("/")[4];
                    return List.of(task(families.get(clusters.get(cluster).stack())));
                }))
                .usage(shop, FROM, TO);

        assertThat(usage).containsOnlyKeys(Component.services());
        assertThat(shop.clusters().values()).doesNotHaveDuplicates().allSatisfy(cluster -> assertThat(
                        clusters.get(cluster)
                                .property("/ClusterSettings/0/Value")
                                .asText())
                .isEqualTo("enhanced"));
    }

    private AwsShop shop(List<Resource> resources) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        of(resources, "AWS::SSM::Parameter")
                .forEach(parameter -> values.put(parameter.property("/Name").asText(), value(parameter)));
        return AwsShop.read("bench", ParameterFile.write(folder.resolve("parameters.json"), values));
    }

    /** Returns a reference as the key of the resource, and any other function of CloudFormation as a URL. */
    private static String value(Resource parameter) {
        JsonNode value = parameter.property("/Value");
        if (value.has("Ref")) {
            return parameter.stack() + "." + value.path("Ref").asText();
        }
        return value.isTextual() ? value.asText() : "https://shop.example";
    }

    private static String key(Resource resource) {
        return resource.stack() + "." + resource.id();
    }

    private static List<Resource> resources(String form) throws IOException {
        return JSON.readTree(RECORDED.resolve("bench-%s.json".formatted(form)).toFile())
                .valueStream()
                .map(resource -> new Resource(
                        resource.path("stack").asText(),
                        resource.path("id").asText(),
                        resource.path("type").asText(),
                        resource.path("properties")))
                .toList();
    }

    private static Stream<Resource> of(List<Resource> resources, String type) {
        return resources.stream().filter(resource -> resource.type().equals(type));
    }

    private static String task(String family) {
        return JSON.createObjectNode()
                .put("Type", "Task")
                .put("TaskDefinitionFamily", family)
                .put("Timestamp", FROM.plusSeconds(120).toEpochMilli())
                .put("CpuUtilized", 512)
                .put("MemoryUtilized", 300)
                .toString();
    }

    /** Returns a client that records the log groups and returns these messages of each. */
    private CloudWatchLogsClient answering(Function<String, List<String>> messages) {
        return new CloudWatchLogsClient() {

            @Override
            public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
                read.add(request.logGroupName());
                return FilterLogEventsResponse.builder()
                        .events(messages.apply(request.logGroupName()).stream()
                                .map(message -> FilteredLogEvent.builder()
                                        .message(message)
                                        .build())
                                .toList())
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }
}
