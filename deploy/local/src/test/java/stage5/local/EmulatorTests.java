package stage5.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
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
import stage5.local.dynamodb.DynamoDbEmulator;
import stage5.local.meter.UsageCounters;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.Queue;
import stage5.topology.Table;
import stage5.topology.Topology;

/** An emulator that reports to be up must have all tables or queues, because services are deployed at that moment. */
class EmulatorTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Topology topology = Topology.load();
    private final Ports ports = Ports.free();

    @Test
    void shouldHaveAllTables_whenDynamoDbReportsToBeUp() throws Exception {
        try (DynamoDbClient client = Aws.client(DynamoDbClient.builder(), ports.dynamodb(), TIMEOUT)) {
            List<String> found = onceUp(
                    new DynamoDbEmulator(ports.dynamodb(), topology, new UsageCounters()),
                    () -> client.listTables().tableNames());

            assertThat(found).containsAll(topology.tables().map(Table::name).toList());
        }
    }

    @Test
    void shouldHaveAllQueues_whenSqsReportsToBeUp() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (SqsClient client = Aws.client(SqsClient.builder(), ports.sqs(), TIMEOUT)) {
            List<String> found = onceUp(
                    new SqsEmulator(vertx, ports.sqs(), topology, new UsageCounters()),
                    () -> client.listQueues().queueUrls().stream()
                            .map(url -> url.substring(url.lastIndexOf('/') + 1))
                            .toList());

            assertThat(found).containsAll(topology.queues().map(Queue::name).toList());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Starts the emulator and returns the resources that exist at the moment when it reports to be up. */
    private static List<String> onceUp(Emulator emulator, Supplier<List<String>> lookUp)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> start = threads.submit(() -> {
                emulator.start();
                return null;
            });
            while (!emulator.isUp() && !start.isDone()) {
                Thread.onSpinWait();
            }
            List<String> found = lookUp.get();
            start.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return found;
        } finally {
            emulator.close();
        }
    }
}
