package stage5.release.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.contract.AsyncApiRules;
import stage5.kit.contract.Contract;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** Compares each AsyncAPI document with the topology: same topic, same queues, same event types. */
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
}
