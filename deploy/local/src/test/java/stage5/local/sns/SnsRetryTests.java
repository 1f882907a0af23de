package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.local.Ports;
import stage5.local.aws.Aws;

class SnsRetryTests {

    private final Vertx vertx = Vertx.vertx();
    private final int port = Ports.free().sqs();
    private final AtomicInteger attempts = new AtomicInteger();
    private final SqsClient sqs = Aws.client(SqsClient.builder(), port, Duration.ofSeconds(5));

    @AfterEach
    void close() {
        sqs.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldTryAgainUntilTheScheduleEnds_whenSqsFails() throws Exception {
        CountDownLatch tries = new CountDownLatch(3);
        CountDownLatch deadLetter = new CountDownLatch(1);
        HttpServer failing = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (body.toString().contains("dead-letters")) {
                        deadLetter.countDown();
                    } else {
                        attempts.incrementAndGet();
                        tries.countDown();
                    }
                    request.response().setStatusCode(500).end();
                }))
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        RetrySchedule twice = failures -> failures <= 2 ? Optional.of(Duration.ofMillis(10)) : Optional.empty();

        try (Deliveries deliveries = new Deliveries(sqs, twice)) {
            deliveries.deliver(message(), List.of(subscription()));

            assertThat(tries.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(deadLetter.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(attempts).hasValue(3);
        }
        assertThat(failing.actualPort()).isEqualTo(port);
    }

    @Test
    void shouldFollowTheScheduleOfSns() {
        RetrySchedule schedule = RetrySchedule.ofSns();

        assertThat(schedule.waitAfter(1)).hasValue(Duration.ZERO);
        assertThat(schedule.waitAfter(3)).hasValue(Duration.ZERO);
        assertThat(schedule.waitAfter(4)).hasValue(Duration.ofSeconds(1));
        assertThat(schedule.waitAfter(5)).hasValue(Duration.ofSeconds(1));
        assertThat(schedule.waitAfter(6)).hasValue(Duration.ofSeconds(1));
        assertThat(schedule.waitAfter(10).orElseThrow()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
        assertThat(schedule.waitAfter(15)).hasValue(Duration.ofSeconds(20));
        assertThat(schedule.waitAfter(100_014)).hasValue(Duration.ofSeconds(20));
        assertThat(schedule.waitAfter(100_015)).isEmpty();
    }

    private static Message message() {
        return new Message("1", Aws.topicArn("t"), null, "hello", Map.of(), Instant.EPOCH);
    }

    private static Subscription subscription() {
        String redrive = "{\"deadLetterTargetArn\":\"%s\"}".formatted(Aws.queueArn("dead-letters"));
        return new Subscription(
                Aws.topicArn("t") + ":" + UUID.randomUUID(),
                Aws.topicArn("t"),
                Aws.queueArn("q"),
                "q",
                SubscriptionSettings.of(Map.of("RedrivePolicy", redrive)));
    }
}
