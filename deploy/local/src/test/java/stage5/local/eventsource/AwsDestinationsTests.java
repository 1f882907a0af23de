package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import stage5.local.Ports;
import stage5.local.QueuePolicies;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.local.sns.SnsEmulator;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.Topology;

class AwsDestinationsTests {

    private static final Topology EMPTY = new Topology(List.of());
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Ports ports = Ports.free();
    private final Vertx vertx = Vertx.vertx();
    private final SqsEmulator sqs = new SqsEmulator(vertx, ports.sqs(), EMPTY, new UsageCounters());
    private final SnsEmulator sns =
            new SnsEmulator(vertx, ports.sns(), sqs, EMPTY, Optional.empty(), new UsageCounters());
    private final SqsClient client = Aws.client(SqsClient.builder(), ports.sqs(), TIMEOUT);
    private final AwsDestinations destinations = new AwsDestinations(uri(ports.sqs()), uri(ports.sns()));
    private String queue;

    @BeforeEach
    void start() throws Exception {
        sqs.start();
        sns.start();
        queue = client.createQueue(request -> request.queueName("records")
                        .attributes(Map.of(QueueAttributeName.POLICY, QueuePolicies.ALLOW_SNS)))
                .queueUrl();
    }

    @AfterEach
    void stop() {
        destinations.close();
        client.close();
        sns.close();
        sqs.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Test
    void shouldSendTheRecord_whenTheDestinationIsAQueue() throws Exception {
        send(Aws.queueArn("records"), "{\"version\":\"1.0\"}");

        assertThat(received()).isEqualTo("{\"version\":\"1.0\"}");
    }

    @Test
    void shouldPublishTheRecord_whenTheDestinationIsATopic() throws Exception {
        String topic;
        try (SnsClient publisher = Aws.client(SnsClient.builder(), ports.sns(), TIMEOUT)) {
            topic = publisher.createTopic(request -> request.name("outcomes")).topicArn();
            publisher.subscribe(
                    request -> request.topicArn(topic).protocol("sqs").endpoint(Aws.queueArn("records")));
        }

        send(topic, "{\"version\":\"1.0\"}");

        assertThat(received()).contains("{\\\"version\\\":\\\"1.0\\\"}");
    }

    @Test
    void shouldFail_whenTheQueueDoesNotExist() {
        assertThatThrownBy(() -> send(Aws.queueArn("missing"), "{}"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(QueueDoesNotExistException.class);
    }

    private void send(String arn, String invocation) throws Exception {
        destinations.send(arn, invocation).toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private String received() {
        List<Message> messages = client.receiveMessage(
                        request -> request.queueUrl(queue).waitTimeSeconds(20))
                .messages();
        assertThat(messages).hasSize(1);
        return messages.getFirst().body();
    }
}
