package stage5.local.eventsource;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.local.RecordingInvoker;
import stage5.local.RecordingInvoker.RecordedInvocation;
import stage5.local.lambda.InvocationOutcome;

class ScheduleMappingTests {

    private static final Instant NOW = Instant.parse("2026-03-12T19:03:58.123Z");
    private static final Duration LONG_PERIOD = Duration.ofHours(1);
    private static final Duration SHORT_PERIOD = Duration.ofMillis(10);
    private static final AsyncRetryPolicy FAST_RETRIES =
            new AsyncRetryPolicy(List.of(SHORT_PERIOD, SHORT_PERIOD), SHORT_PERIOD, SHORT_PERIOD, Duration.ofHours(6));

    private final RecordingInvoker function = new RecordingInvoker();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void shouldInvokeWithAScheduledEvent_whenOpened() throws Exception {
        try (ScheduleMapping mapping = open(LONG_PERIOD)) {
            RecordedInvocation invocation = function.next();
            JsonNode event = invocation.event();
            assertThat(invocation.function()).isEqualTo("sweeper");
            assertThat(event.path("version").asText()).isEqualTo("0");
            assertThat(UUID.fromString(event.path("id").asText())).isNotNull();
            assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
            assertThat(event.path("source").asText()).isEqualTo("aws.scheduler");
            assertThat(event.path("account").asText()).isEqualTo("000000000000");
            assertThat(event.path("region").asText()).isEqualTo("us-east-1");
            assertThat(event.path("time").asText()).isEqualTo("2026-03-12T19:03:58Z");
            assertThat(event.at("/resources/0").asText())
                    .isEqualTo("arn:aws:scheduler:us-east-1:000000000000:schedule/default/sweep");
            assertThat(event.path("detail").asText()).isEqualTo("{}");
        }
    }

    @Test
    void shouldInvokeAtAFixedRate_whenEarlierRunsHaveNotEnded() throws Exception {
        function.respondWith(event -> new CompletableFuture<>());

        try (ScheduleMapping mapping = open(SHORT_PERIOD)) {
            String first = function.next().event().path("id").asText();
            assertThat(function.next().event().path("id").asText()).isNotEqualTo(first);
            function.next();
        }
    }

    @Test
    void shouldRetryTheSameEventTwice_whenTheFunctionFails() throws Exception {
        function.respondWith(RecordingInvoker.error("no"));

        try (ScheduleMapping mapping = open(LONG_PERIOD)) {
            JsonNode event = function.next().event();
            assertThat(function.next().event()).isEqualTo(event);
            assertThat(function.next().event()).isEqualTo(event);
            awaitTimer();
            assertThat(function.pendingCount()).isZero();
        }
    }

    @Test
    void shouldRetryMoreThanTwice_whenTheFunctionIsNotInvoked() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        function.respondWith(event -> switch (calls.getAndIncrement()) {
            case 0, 1, 2 -> completedStage(RecordingInvoker.throttled());
            case 3 -> failedStage(new IllegalStateException("Lambda is broken"));
            case 4 -> throw new IllegalStateException("Lambda is very broken");
            default -> completedStage(RecordingInvoker.response("null"));
        });

        try (ScheduleMapping mapping = open(LONG_PERIOD)) {
            JsonNode event = function.next().event();
            for (int i = 1; i < 5; i++) {
                assertThat(function.next().event()).isEqualTo(event);
            }
            assertThat(calls).hasValue(6);
        }
    }

    @Test
    void shouldGiveUp_whenThereIsNoSuchFunction() throws Exception {
        function.respondWith(
                new InvocationOutcome.Refused(404, "ResourceNotFoundException", "Function not found: sweeper"));

        try (ScheduleMapping mapping = open(LONG_PERIOD)) {
            function.next();
            awaitTimer();
            assertThat(function.pendingCount()).isZero();
        }
    }

    @Test
    void shouldEnd_whenClosed() throws Exception {
        CompletableFuture<InvocationOutcome> outcome = new CompletableFuture<>();
        function.respondWith(event -> outcome);
        ScheduleMapping mapping = open(LONG_PERIOD);
        function.next();

        mapping.close();
        outcome.complete(RecordingInvoker.error("too late"));

        awaitTimer();
        assertThat(function.pendingCount()).isZero();
    }

    /** Waits several times the retry back-off, so that a pending retry would have run. */
    private void awaitTimer() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        timer.schedule(later::countDown, 10 * SHORT_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private ScheduleMapping open(Duration every) {
        return ScheduleMapping.open("sweep", "sweeper", every, function, timer, () -> NOW, FAST_RETRIES);
    }
}
