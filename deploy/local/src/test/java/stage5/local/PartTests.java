package stage5.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.local.aws.Aws;
import stage5.local.dynamodb.DynamoDbPart;
import stage5.local.meter.Meter;
import stage5.local.sqs.SqsPart;
import stage5.topology.Queue;
import stage5.topology.Table;
import stage5.topology.Topology;

/** What is deployed as soon as the local cloud is up finds its tables and queues there. */
class PartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Topology topology = Topology.load();
    private final Ports ports = Ports.free();

    @Test
    void shouldHaveAllTables_fromTheMomentAtWhichDynamoDbIsUp() throws Exception {
        try (DynamoDbClient client = Aws.client(DynamoDbClient.builder(), ports.dynamodb(), PATIENCE)) {
            List<String> found =
                    onceUp(new DynamoDbPart(ports.dynamodb(), topology, new Meter()), () -> client.listTables()
                            .tableNames());

            assertThat(found).containsAll(topology.tables().map(Table::name).toList());
        }
    }

    @Test
    void shouldHaveAllQueues_fromTheMomentAtWhichSqsIsUp() throws Exception {
        try (SqsClient client = Aws.client(SqsClient.builder(), ports.sqs(), PATIENCE)) {
            List<String> found =
                    onceUp(new SqsPart(ports.sqs(), topology), () -> client.listQueues().queueUrls().stream()
                            .map(url -> url.substring(url.lastIndexOf('/') + 1))
                            .toList());

            assertThat(found).containsAll(topology.queues().map(Queue::name).toList());
        }
    }

    /** Returns what there was when the part had only just said that it is up. */
    private static List<String> onceUp(Part part, Supplier<List<String>> looking)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> start = threads.submit(() -> {
                part.start();
                return null;
            });
            while (!part.isUp() && !start.isDone()) {
                Thread.onSpinWait();
            }
            List<String> found = looking.get();
            start.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return found;
        } finally {
            part.close();
        }
    }
}
