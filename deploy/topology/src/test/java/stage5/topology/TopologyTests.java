package stage5.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopologyTests {

    private final Topology topology = Topology.load();

    @Test
    void shouldSubscribeOnlyToTopicsThatExist() {
        Set<String> topics = topology.topics().collect(Collectors.toSet());

        assertThat(topology.queues().flatMap(queue -> queue.subscriptions().stream()))
                .isNotEmpty()
                .allSatisfy(subscription -> assertThat(topics).contains(subscription.topic()));
    }

    @Test
    void shouldNameEveryTableAndQueueOnce() {
        assertThat(topology.tables().map(Table::name)).doesNotHaveDuplicates();
        assertThat(topology.queues().map(Queue::name)).doesNotHaveDuplicates();
    }

    @Test
    void shouldGiveEveryPublisherAnOutbox() {
        assertThat(topology.services()).allSatisfy(service -> assertThat(service.tables())
                .as(service.service())
                .flatExtracting(Table::indexes)
                .extracting(Table.Index::name)
                .contains("outbox"));
    }

    @Test
    void shouldTypeEveryKeyOnce_whenIndexesShareAnAttribute() {
        Table catalog = topology.tables()
                .filter(table -> table.name().equals("catalog"))
                .findFirst()
                .orElseThrow();

        assertThat(catalog.keyAttributes())
                .containsEntry("bySold", Table.KeyType.N)
                .containsEntry("category", Table.KeyType.S)
                .containsEntry("pk", Table.KeyType.S);
    }
}
