package stage5.kit.events.consumption;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import stage5.kit.events.envelope.FinishedSpans;
import stage5.kit.events.projection.ManualClock;
import stage5.kit.web.problem.ProblemException;

class EventRetriesTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EventRetries.Deadlines LATER = until(10, 20);
    private static final RandomGenerator MEAN = () -> Long.MIN_VALUE; // nextDouble() returns 0.5

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventRetries retries = new EventRetries(metrics, Clock.fixed(NOW, ZoneOffset.UTC), MEAN);
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void shouldFailWithoutMoreAttempts_whenTheBudgetIsUsedUp() {
        List<CompletableFuture<Void>> events = IntStream.range(0, 105)
                .mapToObj(i -> run("queue", new IOException("reset")))
                .toList();

        assertThat(events).allSatisfy(event -> assertThat(event.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .failsWithin(TIMEOUT)
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class));
        assertThat(attempts).as("105 events, 10 % of them, and 10 in reserve").hasValue(125);
        assertThat(metrics.counter("stage5.consumer.retries", "queue", "queue", "outcome", "made")
                        .count())
                .isEqualTo(20);
        assertThat(metrics.counter("stage5.consumer.retries", "queue", "queue", "outcome", "denied")
                        .count())
                .isEqualTo(105);
    }

    @Test
    void shouldRetryOnceMore_whenASecondHasPassedSinceTheBudgetWasUsedUp() {
        ManualClock clock = new ManualClock();
        EventRetries slow = new EventRetries(metrics, clock, MEAN);
        Instant end = clock.instant().plusSeconds(60);
        Supplier<CompletableFuture<Void>> failing =
                () -> fail(slow, "queue", new EventRetries.Deadlines(end, end), new IOException("reset"));
        List<CompletableFuture<Void>> exhausting =
                Stream.generate(failing).limit(20).toList();
        assertThat(exhausting).allSatisfy(event -> assertThat(event).failsWithin(TIMEOUT));
        attempts.set(0);

        assertThat(failing.get()).failsWithin(TIMEOUT);
        assertThat(attempts).as("without budget").hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(failing.get()).failsWithin(TIMEOUT);

        assertThat(attempts).as("1 event, then 1 event and its retry").hasValue(3);
    }

    @Test
    void shouldAddEachRetryToTheSpan_withTheFailureThatCausedIt() {
        FinishedSpans finished = new FinishedSpans();
        try (SdkTracerProvider tracing =
                SdkTracerProvider.builder().addSpanProcessor(finished).build()) {
            Span span = tracing.get("test").spanBuilder("process").startSpan();
            CompletableFuture<Void> done;
            try (Scope _ = span.makeCurrent()) {
                done = retries.run("queue", LATER, failure -> true, this::failOnce)
                        .subscribeAsCompletionStage();
            }
            assertThat(done).succeedsWithin(TIMEOUT);
            span.end();
        }

        assertThat(finished.named("process").getFirst().getEvents())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getName()).isEqualTo("retry");
                    assertThat(event.getAttributes().get(AttributeKey.stringKey("error.type")))
                            .isEqualTo("java.io.IOException");
                });
    }

    @Test
    void shouldWaitForTheBreakerWithoutTheBudget_whenItIsOpen() {
        List<CompletableFuture<Void>> exhausting = IntStream.range(0, 20)
                .mapToObj(i -> run("queue", new IOException("reset")))
                .toList();
        assertThat(exhausting).allSatisfy(event -> assertThat(event).failsWithin(TIMEOUT));
        attempts.set(0);

        assertThat(retries.run("queue", until(0, 20), failure -> true, this::rejectedThreeTimes)
                        .subscribeAsCompletionStage())
                .succeedsWithin(TIMEOUT);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void shouldGiveUp_whenTheBreakerStaysOpenForTooLong() {
        assertThat(retries.run("queue", until(10, 0), failure -> true, this::rejectedThreeTimes)
                        .subscribeAsCompletionStage())
                .failsWithin(TIMEOUT);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void shouldHaveABudgetPerQueue() {
        List<CompletableFuture<Void>> failing = IntStream.range(0, 20)
                .mapToObj(i -> run("failing", new IOException("reset")))
                .toList();
        assertThat(failing).allSatisfy(event -> assertThat(event).failsWithin(TIMEOUT));
        attempts.set(0);

        assertThat(retries.run("other", LATER, failure -> true, this::failOnce).subscribeAsCompletionStage())
                .succeedsWithin(TIMEOUT);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void shouldNotRetry_whenTheTimeIsOverOrARetryCanNotHelp() {
        assertThat(retries.run("queue", until(0, 0), failure -> true, this::failOnce)
                        .subscribeAsCompletionStage())
                .failsWithin(TIMEOUT);
        assertThat(attempts).hasValue(1);
        attempts.set(0);
        assertThat(retries.run("queue", LATER, failure -> false, this::failOnce).subscribeAsCompletionStage())
                .failsWithin(TIMEOUT);
        assertThat(attempts).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"})
    void shouldRecogniseOverload_whenDynamoDbThrottles(String code) {
        assertThat(Overload.isSignalledBy(new IllegalStateException(dynamoDbError(400, code))))
                .isTrue();
    }

    @Test
    void shouldRecogniseOverload_whenAServiceShedsLoad() {
        assertThat(Overload.isSignalledBy(ProblemException.unavailable("busy", Duration.ofSeconds(1))))
                .isTrue();
        assertThat(Overload.isSignalledBy(dynamoDbError(503, "ServiceUnavailable")))
                .isTrue();
        assertThat(Overload.isSignalledBy(dynamoDbError(400, "ValidationException")))
                .isFalse();
        assertThat(Overload.isSignalledBy(new IOException("reset"))).isFalse();
    }

    @Test
    void shouldPauseLonger_whenAServiceIsOverloaded() {
        long start = System.nanoTime();

        assertThat(retries.run(
                                "queue",
                                LATER,
                                failure -> true,
                                () -> attempts.incrementAndGet() == 1
                                        ? Uni.createFrom()
                                                .failure(ProblemException.unavailable("busy", Duration.ofSeconds(1)))
                                        : Uni.createFrom().voidItem())
                        .subscribeAsCompletionStage())
                .succeedsWithin(TIMEOUT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(490));
    }

    @Test
    void shouldPauseAfterACommonAttempt_onlyIfAServiceIsOverloaded() {
        assertThat(retries.afterOverload(new IOException("reset")).subscribeAsCompletionStage())
                .isDone();

        CompletableFuture<Void> paused = retries.afterOverload(
                        ProblemException.unavailable("busy", Duration.ofSeconds(1)))
                .subscribeAsCompletionStage();

        assertThat(paused).isNotDone();
        assertThat(paused).succeedsWithin(TIMEOUT);
    }

    private static EventRetries.Deadlines until(int seconds, int secondsIfRejected) {
        return new EventRetries.Deadlines(NOW.plusSeconds(seconds), NOW.plusSeconds(secondsIfRejected));
    }

    private Uni<Void> rejectedThreeTimes() {
        return attempts.incrementAndGet() > 3
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new IllegalStateException(new CircuitBreakerOpenException("open")));
    }

    private CompletableFuture<Void> run(String queue, Throwable failure) {
        retries.firstAttempt(queue);
        return fail(retries, queue, LATER, failure);
    }

    private CompletableFuture<Void> fail(
            EventRetries retries, String queue, EventRetries.Deadlines until, Throwable failure) {
        return retries.run(queue, until, any -> true, () -> {
                    attempts.incrementAndGet();
                    return Uni.createFrom().failure(failure);
                })
                .subscribeAsCompletionStage();
    }

    private Uni<Void> failOnce() {
        return attempts.incrementAndGet() == 1
                ? Uni.createFrom().failure(new IOException("reset"))
                : Uni.createFrom().voidItem();
    }

    private static Throwable dynamoDbError(int status, String code) {
        return DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
