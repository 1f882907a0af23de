package stage5.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import stage5.cli.deadletters.DeadLetter.Failure;
import stage5.cli.deadletters.DeadLetters.RedriveResult;
import stage5.topology.Queue;

/** Runs against ElasticMQ, which is also the local cloud's SQS. */
class DeadLettersTests {

    private static final Queue QUEUE = new Queue("orders-to-pack", "pack orders", null, List.of());
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String EVENT = """
            {"id":"e%1$d","type":"stage5.order.placed.v1","subject":"order/%1$d","time":"2026-01-02T03:04:05Z",\
            "traceparent":"00-%2$s-00f067aa0ba902b7-01"}""";

    private static SQSRestServer server;
    private static SqsClient sqs;

    private final Map<String, Failure> failures = new HashMap<>();

    /** Without long poll: ElasticMQ has one server, which always returns all visible messages. */
    private final DeadLetters letters = new DeadLetters(sqs, (queue, ids) -> failures, Duration.ZERO);

    private String queue;
    private String deadLetters;

    @BeforeAll
    static void startSqs() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        int port = server.waitUntilStarted().localAddress().getPort();
        sqs = SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stopSqs() {
        sqs.close();
        server.stopAndWait();
    }

    @BeforeEach
    void createQueues() {
        deadLetters = sqs.createQueue(create -> create.queueName(QUEUE.deadLetterQueue()))
                .queueUrl();
        queue = sqs.createQueue(create -> create.queueName(QUEUE.name())
                        .attributes(Map.of(REDRIVE_POLICY, """
                                {"deadLetterTargetArn":"arn:aws:sqs:elasticmq:000000000000:%s","maxReceiveCount":1}""".formatted(QUEUE.deadLetterQueue()))))
                .queueUrl();
        sqs.purgeQueue(purge -> purge.queueUrl(deadLetters));
        sqs.purgeQueue(purge -> purge.queueUrl(queue));
    }

    @Test
    void shouldShowEventAndFailure_whenAnEventIsADeadLetter() {
        String messageId = send(deadLetters, EVENT.formatted(7, TRACE));
        Failure failure = new Failure("IllegalStateException", "no", TRACE, Instant.EPOCH, 3);
        failures.put(messageId, failure);

        DeadLetter letter = letters.show(QUEUE, 10).getFirst();

        assertThat(letter.messageId()).isEqualTo(messageId);
        assertThat(letter.eventId()).isEqualTo("e7");
        assertThat(letter.type()).isEqualTo("stage5.order.placed.v1");
        assertThat(letter.subject()).isEqualTo("order/7");
        assertThat(letter.happened()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(letter.sent()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(letter.receives()).isEqualTo(1);
        assertThat(letter.traceId()).isEqualTo(TRACE);
        assertThat(letter.failure()).isEqualTo(failure);
    }

    @Test
    void shouldShowTheTrace_whenTheMessageIsNoJsonAndHasNoRecordedFailure() {
        send(deadLetters, "{\"id\":7,\"traceparent\":\"00-" + TRACE + "-00f067aa0ba902b7-01\",");

        DeadLetter letter = letters.show(QUEUE, 10).getFirst();

        assertThat(letter.traceId()).isEqualTo(TRACE);
        assertThat(letter.eventId()).isNull();
        assertThat(letter.failure()).isNull();
    }

    @Test
    void shouldShowAllAndHideNone_whenThereAreMoreThanOneReceiveReturns() {
        sendEvents(25);

        List<DeadLetter> first = letters.show(QUEUE, 100);
        List<DeadLetter> again = letters.show(QUEUE, 100);

        assertThat(first).extracting(DeadLetter::eventId).hasSize(25).doesNotHaveDuplicates();
        assertThat(again)
                .extracting(DeadLetter::messageId)
                .containsExactlyInAnyOrderElementsOf(
                        first.stream().map(DeadLetter::messageId).toList());
        assertThat(letters.depth(QUEUE)).isEqualTo(25);
    }

    @Test
    void shouldShowAtMostTheLimit() {
        sendEvents(12);

        assertThat(letters.show(QUEUE, 11)).hasSize(11);
        assertThat(letters.show(QUEUE, 100)).hasSize(12);
    }

    @Test
    void shouldReturnWhenTheOldestMessageWasSent() {
        assertThat(letters.summary(QUEUE).oldest()).isNull();
        Instant before = Instant.now().minusMillis(1);
        sendEvents(2);

        assertThat(letters.summary(QUEUE).deadLetters()).isEqualTo(2);
        assertThat(letters.summary(QUEUE).oldest()).isBetween(before, Instant.now());
    }

    @Test
    void shouldSendBackAllMessagesUnchanged() {
        sendEvents(23);
        List<Integer> progress = new ArrayList<>();

        RedriveResult redriven = letters.redrive(QUEUE, Set.of(), progress::add);

        assertThat(redriven).isEqualTo(new RedriveResult(23, 0));
        assertThat(progress).isEqualTo(IntStream.rangeClosed(1, 23).boxed().toList());
        assertThat(receiveAll(queue))
                .hasSize(23)
                .allSatisfy(message -> assertThat(
                                message.messageAttributes().get("type").stringValue())
                        .isEqualTo("stage5.order.placed.v1"))
                .extracting(Message::body)
                .contains(EVENT.formatted(0, TRACE), EVENT.formatted(22, TRACE));
    }

    @Test
    void shouldSendBackTheSelectedMessagesOnly() {
        sendEvents(3);
        String wanted = send(deadLetters, EVENT.formatted(99, TRACE));

        RedriveResult redriven = letters.redrive(QUEUE, Set.of(wanted, "no such message"), moved -> {});

        assertThat(redriven).isEqualTo(new RedriveResult(1, 3));
        assertThat(letters.show(QUEUE, 100))
                .hasSize(3)
                .extracting(DeadLetter::eventId)
                .doesNotContain("e99");
        assertThat(receiveAll(queue)).extracting(Message::body).containsExactly(EVENT.formatted(99, TRACE));
    }

    /** The consumer is faster than the redrive: messages that fail again return before the last one is sent. */
    @Test
    void shouldSendBackEachOnce_whenTheyFailAgainDuringTheRedrive() {
        sendEvents(15);

        RedriveResult redriven = letters.redrive(QUEUE, Set.of(), moved -> receiveAll(queue));

        assertThat(redriven).isEqualTo(new RedriveResult(15, 15));
    }

    @Test
    void shouldKeepTheMessageIdOnTheWayToTheDeadLetterQueue() {
        String messageId = send(queue, EVENT.formatted(1, TRACE));
        receiveAll(queue);

        assertThat(letters.show(QUEUE, 10)).extracting(DeadLetter::messageId).containsExactly(messageId);
    }

    @Test
    void shouldDeleteAllMessages_whenPurged() {
        sendEvents(3);

        letters.purge(QUEUE);

        assertThat(letters.depth(QUEUE)).isZero();
    }

    private void sendEvents(int count) {
        IntStream.range(0, count).forEach(i -> send(deadLetters, EVENT.formatted(i, TRACE)));
    }

    private static String send(String url, String body) {
        return sqs.sendMessage(send -> send.queueUrl(url)
                        .messageBody(body)
                        .messageAttributes(Map.of(
                                "type",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("stage5.order.placed.v1")
                                        .build())))
                .messageId();
    }

    /**
     * Receives each message without hiding it, until none is left. With one receive allowed, each becomes a dead
     * letter.
     */
    private static List<Message> receiveAll(String url) {
        List<Message> all = new ArrayList<>();
        List<Message> batch;
        do {
            batch = sqs.receiveMessage(receive -> receive.queueUrl(url)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(0)
                            .messageAttributeNames("All"))
                    .messages();
            all.addAll(batch);
        } while (!batch.isEmpty());
        return all;
    }
}
