package stage5.release.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.contract.AsyncApiRules;
import stage5.kit.contract.Contract;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/**
 * Compares each AsyncAPI document with the topology: same topic, same queues, same event types. And each service's list of
 * types without a subscriber with the subscriptions.
 */
class TopologyContractTests {

    private final Contracts contracts = new Contracts(CopiedContracts.PROJECT);

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service", "notification-worker"})
    void shouldSendOnItsTopicAndReceiveFromItsQueues_asTheTopologyDeclaresThem(String service) {
        Contract contract = contracts.current(service).contract();
        ServiceTopology topology = Topology.load().of(service);
        Map<String, Set<String>> queues = new TreeMap<>();
        for (Queue queue : topology.queues()) {
            queue.subscriptions().forEach(subscription -> queues.computeIfAbsent(queue.name(), name -> new TreeSet<>())
                    .addAll(subscription.types()));
        }

        assertThat(AsyncApiRules.sending(contract)).isEqualTo(Map.of(topology.topic(), contract.types()));
        assertThat(AsyncApiRules.receiving(contract)).isEqualTo(queues);
    }

    /**
     * A type that a service does not publish although a queue subscribes to it would be lost; one that it publishes without a
     * subscriber costs an outbox item and a message.
     */
    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service", "notification-worker"})
    void shouldPublishTheTypesThatAQueueSubscribesToOnly(String service) throws IOException {
        Topology topology = Topology.load();
        String topic = topology.of(service).topic();
        Set<String> unsubscribed =
                new TreeSet<>(contracts.current(service).contract().types());
        topology.queues()
                .flatMap(queue -> queue.subscriptions().stream())
                .filter(subscription -> subscription.topic().equals(topic))
                .forEach(subscription -> unsubscribed.removeAll(subscription.types()));

        assertThat(unsubscribed(service)).isEqualTo(unsubscribed);
    }

    /** Returns the configured types of a service; none if the property is not set. */
    private static Set<String> unsubscribed(String service) throws IOException {
        Properties config = new Properties();
        try (Reader reader = Files.newBufferedReader(CopiedContracts.PROJECT
                .resolve(service)
                .resolve("core/src/main/resources/META-INF/microprofile-config.properties"))) {
            config.load(reader);
        }
        return Pattern.compile(",")
                .splitAsStream(config.getProperty("stage5.outbox.unsubscribed", ""))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
