package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleMappingTests {

    private static final Instant NOW = Instant.parse("2026-03-12T19:03:58.123Z");
    private static final Duration LONG_PERIOD = Duration.ofHours(1);
    private static final Duration SHORT_PERIOD = Duration.ofMillis(10);

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void shouldInvokeWithAScheduledEvent_whenOpened() throws Exception {
        try (ScheduleMapping mapping = open(LONG_PERIOD)) {
            JsonNode event = next();
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
    void shouldInvokeAtAFixedRate_untilClosed() throws Exception {
        ScheduleMapping mapping = open(SHORT_PERIOD);
        String first = next().path("id").asText();
        assertThat(next().path("id").asText()).isNotEqualTo(first);
        next();

        mapping.close();

        awaitTimer(); // a run that was in progress has ended
        events.clear();
        awaitTimer();
        assertThat(events).isEmpty();
    }

    @Test
    void shouldContinue_whenARunCouldNotBeQueued() throws Exception {
        broken.set(true);
        try (ScheduleMapping mapping = open(SHORT_PERIOD)) {
            awaitTimer();
            broken.set(false);
            assertThat(next().path("source").asText()).isEqualTo("aws.scheduler");
        }
    }

    private JsonNode next() throws InterruptedException {
        JsonNode event = events.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("the next event").isNotNull();
        return event;
    }

    /** Waits several periods, so that a further run would have happened. */
    private void awaitTimer() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        timer.schedule(later::countDown, 10 * SHORT_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private ScheduleMapping open(Duration every) {
        return ScheduleMapping.open("sweep", "sweeper", every, this::record, timer, () -> NOW);
    }

    private void record(String function, byte[] event) {
        if (broken.get()) {
            throw new IllegalStateException("Lambda is broken");
        }
        assertThat(function).isEqualTo("sweeper");
        try {
            events.add(new ObjectMapper().readTree(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
