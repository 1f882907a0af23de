package stage5.local.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.http.HttpErrorException;
import stage5.local.lambda.FunctionStatus;
import stage5.local.lambda.LambdaEmulator;
import stage5.local.meter.UsageCounters;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.Function;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

@DisabledOnOs(OS.WINDOWS)
class DeploymentsTests {

    private static final String SERVICE = "user-service";
    private static final Queue QUEUE = new Queue("users-in", "is not consumed here", 2, List.of());
    private static final Topology TOPOLOGY = new Topology(List.of(new ServiceTopology(
            SERVICE,
            null,
            List.of(),
            List.of(QUEUE),
            List.of(),
            List.of(
                    new Function("users-http", null, Duration.ofSeconds(5), 2),
                    new Function("users-queue", Function.QUEUE, Duration.ofSeconds(15), 2)))));

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Ports ports = Ports.free();
    private final SqsEmulator sqs = new SqsEmulator(vertx, ports.sqs(), TOPOLOGY, new UsageCounters());
    private final SqsClient client = Aws.client(SqsClient.builder(), ports.sqs(), Duration.ofSeconds(20));
    private LambdaEmulator lambda;
    private Deployments deployments;

    @BeforeEach
    void start() throws Exception {
        sqs.start();
        lambda = new LambdaEmulator(
                vertx, ports.lambda(), directory.resolve("cloud"), Duration.ofMinutes(1), Duration.ofSeconds(30));
        lambda.start();
        deployments = new Deployments(vertx, URI.create("http://127.0.0.1:" + ports.sqs()), TOPOLOGY, lambda);
    }

    @AfterEach
    void stop() {
        deployments.close();
        lambda.close();
        client.close();
        sqs.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldDeployNothing_whenTheVisibilityTimeoutIsBelowTheFunctions() throws Exception {
        setVisibilityTimeout(14);

        assertRefused("Queue visibility timeout: 14 seconds is less than Function timeout: 15 seconds");

        assertThat(functions()).isEmpty();
        assertThat(deployments.list()).isEmpty();
    }

    @Test
    void shouldKeepTheEarlierDeployment_whenANewOneIsRefused() throws Exception {
        deployments.deploy(SERVICE, request());
        setVisibilityTimeout(1);

        assertRefused("is less than Function timeout");

        assertThat(functions()).containsExactly("users-http", "users-queue");
        assertThat(deployments.get(SERVICE).queues()).containsExactly(QUEUE.name());
    }

    @Test
    void shouldRefuse_whenTheQueueDoesNotExist() throws Exception {
        client.deleteQueue(request -> request.queueUrl(url()));

        assertRefused("user-service can't be deployed");

        assertThat(functions()).isEmpty();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> deployments.deploy(SERVICE, request()))
                .isInstanceOfSatisfying(HttpErrorException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(409);
                    assertThat(refused.code()).isEqualTo("not_deployable");
                })
                .hasMessageContaining(message);
    }

    private List<String> functions() throws Exception {
        return lambda.status().toCompletableFuture().get(20, TimeUnit.SECONDS).stream()
                .map(FunctionStatus::name)
                .toList();
    }

    private void setVisibilityTimeout(int seconds) {
        client.setQueueAttributes(request -> request.queueUrl(url())
                .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(seconds))));
    }

    private String url() {
        return client.getQueueUrl(request -> request.queueName(QUEUE.name())).queueUrl();
    }

    private DeploymentRequest request() throws IOException {
        for (String module : List.of("lambda-http", "lambda-events")) {
            Path zip = directory.resolve(module).resolve("target").resolve("function.zip");
            Files.createDirectories(zip.getParent());
            try (OutputStream file = Files.newOutputStream(zip);
                    ZipOutputStream entries = new ZipOutputStream(file)) {
                entries.putNextEntry(new ZipEntry("bootstrap"));
                entries.write("#!/bin/sh\nexit 1\n".getBytes(UTF_8));
            }
        }
        return new DeploymentRequest(ports.payment(), directory, directory.resolve("log"), Map.of(), Map.of(), null);
    }
}
