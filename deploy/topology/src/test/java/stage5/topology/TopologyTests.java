package stage5.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void shouldCallOnlyServicesWithAnApi() {
        assertThat(topology.services())
                .allSatisfy(service -> assertThat(service.needs().calls().keySet())
                        .doesNotContain(service.service())
                        .allMatch(called -> topology.of(called).httpFunction().isPresent()));
        assertThat(topology.of("gateway").needs().calls().values())
                .extracting(Needs.Call::signed)
                .doesNotContainNull();
    }

    @Test
    void shouldNameEveryTableAndQueueOnce() {
        assertThat(topology.tables().map(Table::name)).doesNotHaveDuplicates();
        assertThat(topology.queues().map(Queue::name)).doesNotHaveDuplicates();
    }

    @Test
    void shouldGiveEveryPublisherATableAndASweeperForItsOutbox() {
        assertThat(topology.services().stream().filter(service -> service.topic() != null))
                .hasSize(4)
                .allSatisfy(service -> {
                    assertThat(service.eventTable()).as(service.service()).isPresent();
                    assertThat(service.functionOf("sweep").timeout())
                            .as("a sweep of 45 s and its last requests, before the next one")
                            .isEqualTo(Duration.ofMinutes(1));
                });
    }

    @Test
    void shouldStateEachKeysTypeOnce_whenIndexesShareAnAttribute() {
        Table catalog = topology.tables()
                .filter(table -> table.name().equals("catalog"))
                .findFirst()
                .orElseThrow();

        assertThat(catalog.keyAttributes())
                .containsEntry("bySold", Table.KeyType.N)
                .containsEntry("category", Table.KeyType.S)
                .containsEntry("pk", Table.KeyType.S);
    }

    @Test
    void shouldDeclareAFunctionForEveryScheduleAndEveryQueue() {
        assertThat(topology.services()).allSatisfy(service -> {
            assertThat(service.schedules()).allSatisfy(schedule -> assertThat(service.functionOf(schedule.handler()))
                    .isNotNull());
            if (!service.queues().isEmpty()) {
                Function consumer = service.functionOf(Function.QUEUE);
                assertThat(consumer.timeout().multipliedBy(6))
                        .as("AWS's rule, so that a throttled batch is retried before it becomes visible")
                        .isLessThanOrEqualTo(Queue.VISIBILITY);
                assertThat(consumer.reservedConcurrency())
                        .as("enough for all its queues")
                        .isGreaterThanOrEqualTo(service.queues().stream()
                                .mapToInt(Queue::maxConcurrency)
                                .sum());
            }
        });
    }

    @Test
    void shouldReadTheConcurrencyOfAQueue() {
        assertThat(topology.of("order-service").queues())
                .filteredOn(queue -> queue.name().equals("order-saga"))
                .extracting(Queue::maxConcurrency)
                .containsExactly(10);
        assertThat(new Queue("new", "test", null, List.of()).maxConcurrency()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_001})
    void shouldReject_whenAwsDoesNotAllowTheConcurrency(int concurrency) {
        assertThatThrownBy(() -> new Queue("new", "test", concurrency, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The maximum concurrency of new must be 2 to 1000, not " + concurrency);
    }

    @Test
    void shouldReceiveAMessageFiveTimesAndKeepDeadLettersTwoWeeks() {
        assertThat(Queue.MAX_RECEIVES).isEqualTo(5);
        assertThat(Queue.DEAD_LETTER_RETENTION).isEqualTo(Duration.ofDays(14));
        assertThat(Queue.RETENTION).isLessThan(Queue.DEAD_LETTER_RETENTION);
    }

    @Test
    void shouldLimitHttpFunctionsToApiGatewaysTimeout() {
        assertThat(topology.services().stream().flatMap(service -> service.httpFunction().stream()))
                .extracting(Function::name)
                .containsExactlyInAnyOrder("catalog-http", "order-http", "user-http", "gateway-http");
        assertThat(topology.services().stream().flatMap(service -> service.httpFunction().stream()))
                .allSatisfy(function -> assertThat(function.timeout()).isLessThan(Duration.ofSeconds(30)));
    }
}
