package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import stage5.cdk.config.Form;
import stage5.topology.Queue;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Compares the templates with the topology, from which the local cloud is built too. */
class TopologyTests {

    private final Topology topology = Topology.load();

    @Test
    void shouldContainTheTopologysTables_whenSynthesised() {
        Map<String, JsonNode> tables = byName("AWS::DynamoDB::GlobalTable", "TableName");

        assertThat(tables.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        topology.tables().map(Table::name).toList());
        topology.tables().forEach(table -> {
            JsonNode made = tables.get(table.name());
            assertThat(keys(made)).containsExactly(Table.PARTITION, Table.SORT);
            assertThat(made.path("TimeToLiveSpecification")
                            .path("AttributeName")
                            .asText(null))
                    .isEqualTo(table.timeToLive());
            assertThat(types(made))
                    .isEqualTo(table.keyAttributes().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, key -> key.getValue().name())));
            assertThat(stream(made.path("GlobalSecondaryIndexes")).map(TopologyTests::index))
                    .containsExactlyInAnyOrderElementsOf(table.indexes().stream()
                            .map(index -> List.of(
                                    index.name(),
                                    index.partition(),
                                    index.sort(),
                                    index.projection().name()))
                            .toList());
        });
    }

    @Test
    void shouldContainTheTopologysQueues_whenSynthesised() {
        Map<String, JsonNode> queues = byName("AWS::SQS::Queue", "QueueName");

        assertThat(queues.keySet())
                .containsExactlyInAnyOrderElementsOf(topology.queues()
                        .flatMap(queue -> Stream.of(queue.name(), queue.deadLetterQueue()))
                        .toList());
        topology.queues().forEach(queue -> {
            JsonNode live = queues.get(queue.name());
            JsonNode dead = queues.get(queue.deadLetterQueue());
            assertThat(live.path("RedrivePolicy").path("maxReceiveCount").asInt())
                    .isEqualTo(Queue.MAX_RECEIVES);
            assertThat(live.path("VisibilityTimeout").asLong()).isEqualTo(Queue.VISIBILITY.toSeconds());
            assertThat(live.path("MessageRetentionPeriod").asLong()).isEqualTo(Queue.RETENTION.toSeconds());
            assertThat(dead.path("MessageRetentionPeriod").asLong()).isEqualTo(Queue.DEAD_LETTER_RETENTION.toSeconds());
        });
    }

    @Test
    void shouldFilterByTheTopologysEventTypes_whenQueuesAreSubscribed() {
        Map<String, List<String>> filters = subscriptions()
                .collect(Collectors.toMap(
                        subscription -> queueOf(subscription) + " < " + topicOf(subscription), subscription -> stream(
                                        subscription.path("FilterPolicy").path(Queue.Subscription.FILTER_ATTRIBUTE))
                                .map(JsonNode::asText)
                                .toList()));

        assertThat(filters)
                .isEqualTo(topology.queues()
                        .flatMap(queue -> queue.subscriptions().stream()
                                .map(subscription -> Map.entry(
                                        queue.name() + " < "
                                                + topology.publisherOf(subscription.topic())
                                                        .service(),
                                        subscription.types())))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertThat(subscriptions())
                .allMatch(
                        subscription -> subscription.path("RawMessageDelivery").asBoolean());
    }

    @Test
    void shouldLimitTheConcurrentInvocationsOfEachQueue() {
        assertThat(resources("AWS::Lambda::EventSourceMapping")
                        .map(mapping ->
                                mapping.at("/ScalingConfig/MaximumConcurrency").asInt()))
                .containsExactlyInAnyOrderElementsOf(
                        Topology.load().queues().map(Queue::maxConcurrency).toList());
    }

    /** Subscriptions of queues. Mail subscriptions of alarms aren't part of the topology. */
    private static Stream<JsonNode> subscriptions() {
        return resources("AWS::SNS::Subscription")
                .filter(subscription -> subscription.path("Protocol").asText().equals("sqs"));
    }

    private static String queueOf(JsonNode subscription) {
        String arn = subscription.path("Endpoint").asText();
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** The reference is the name of the publisher's parameter without punctuation. */
    private static String topicOf(JsonNode subscription) {
        String reference = subscription.path("TopicArn").path("Ref").asText();
        return Topology.load().services().stream()
                .map(service -> service.service())
                .filter(service -> reference.contains(service.replace("-", "")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No service publishes " + reference));
    }

    private static List<String> index(JsonNode index) {
        List<String> keys = keys(index);
        return List.of(
                index.path("IndexName").asText(),
                keys.getFirst(),
                keys.getLast(),
                index.path("Projection").path("ProjectionType").asText());
    }

    private static List<String> keys(JsonNode keyed) {
        return stream(keyed.path("KeySchema"))
                .map(key -> key.path("AttributeName").asText())
                .toList();
    }

    private static Map<String, String> types(JsonNode table) {
        return stream(table.path("AttributeDefinitions"))
                .collect(Collectors.toMap(
                        attribute -> attribute.path("AttributeName").asText(),
                        attribute -> attribute.path("AttributeType").asText()));
    }

    private static Map<String, JsonNode> byName(String type, String name) {
        return resources(type)
                .collect(Collectors.toMap(properties -> properties.path(name).asText(), properties -> properties));
    }

    private static Stream<JsonNode> resources(String type) {
        return Templates.of("staging", Form.LAMBDA).values().stream()
                .flatMap(template -> stream(template.path("Resources")))
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"));
    }

    private static Stream<JsonNode> stream(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false);
    }
}
