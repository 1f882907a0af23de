package stage5.kit.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventTrace;
import stage5.kit.store.FakeSns.Verdict;

class PublishingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final Tracer tracer = OpenTelemetry.noop().getTracer("test");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeSns sns = new FakeSns();
    private final FakeDynamo table = new FakeDynamo();
    private final Publishing publishing = publishing(false);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldPublishInFullBatches_whenTheEventsAreOfManySubjects() {
        List<Event> events =
                IntStream.range(0, 23).mapToObj(i -> stored("order/" + i, 1)).toList();

        assertThat(afterwards(events).published()).isEqualTo(23);

        assertThat(sns.batchSizes()).containsExactlyInAnyOrder(10, 10, 3);
        assertThat(events).noneMatch(table::holds);
    }

    @Test
    void shouldNeverHaveTwoOfOneSubjectUnderWay() {
        List<Event> events =
                List.of(stored("order/1", 1), stored("order/1", 2), stored("order/2", 1), stored("order/1", 3));

        afterwards(events);

        assertThat(sns.batchSizes()).containsExactly(2, 1, 1);
        assertThat(sns.taken())
                .filteredOn(event -> event.subject().equals("order/1"))
                .extracting(Event::sequence)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldHoldBackWhatFollowsARefusedEvent_butNoOtherSubject() {
        Event throttled = stored("order/1", 1);
        Event follower = stored("order/1", 2);
        Event neighbour = stored("order/2", 1);
        Event neighboursNext = stored("order/2", 2);
        sns.judge(event -> event.equals(throttled) ? Verdict.THROTTLED : Verdict.TAKEN);

        Outcome outcome = afterwards(List.of(throttled, follower, neighbour, neighboursNext));

        assertThat(outcome.published()).isEqualTo(2);
        assertThat(outcome.obstacles()).singleElement().asString().contains("THROTTLED");
        assertThat(sns.taken()).containsExactly(neighbour, neighboursNext);
        assertThat(List.of(throttled, follower)).allMatch(table::holds);
        assertThat(refusals("service")).isOne();

        sns.judge(event -> Verdict.TAKEN);
        afterwards(List.of(throttled, follower));
        assertThat(sns.taken()).endsWith(throttled, follower);
    }

    @Test
    void shouldGoOn_whenAnEventIsItselfAtFault() {
        Event unacceptable = stored("order/1", 1);
        sns.judge(event -> event.equals(unacceptable) ? Verdict.AT_FAULT : Verdict.TAKEN);

        Outcome outcome = afterwards(List.of(unacceptable));

        assertThat(outcome.isStuck()).isFalse();
        assertThat(table.holds(unacceptable)).as("nothing is thrown away").isTrue();
        assertThat(refusals("sender")).isOne();
    }

    @Test
    void shouldBeStuck_whenSnsTakesNothing() {
        sns.down(true);

        Outcome outcome = afterwards(List.of(stored("order/1", 1), stored("order/1", 2)));

        assertThat(outcome.isStuck()).isTrue();
        assertThat(outcome.reason()).contains("down");
        assertThat(sns.batchSizes()).as("one try").hasSize(1);
    }

    @Test
    void shouldCountAndGoOnWithTheOthers_whenOneMarkOfABatchFails() {
        Event kept = stored("order/1", 1);
        Event follower = stored("order/1", 2);
        Event neighbour = stored("order/2", 1);
        Event neighboursNext = stored("order/2", 2);
        table.keep(kept);

        Outcome outcome = afterwards(List.of(kept, follower, neighbour, neighboursNext));

        assertThat(outcome.published()).isEqualTo(2);
        assertThat(outcome.obstacles()).singleElement().asString().contains(kept.id(), "can't be reached");
        assertThat(sns.taken()).containsExactly(kept, neighbour, neighboursNext);
        assertThat(metrics.counter("stage5.outbox.published").count()).isEqualTo(3);
        assertThat(metrics.counter("stage5.outbox.unmarked").count()).isOne();

        table.keep(null);
        assertThat(afterwards(List.of(kept, follower)).published()).isEqualTo(2);
        assertThat(sns.taken()).as("again, as at-least-once allows").endsWith(kept, follower);
        assertThat(table.holds(kept)).isFalse();
    }

    @Test
    void shouldSplitABatch_whenItsEventsAreTooLongTogether() {
        List<Event> events =
                IntStream.range(0, 5).mapToObj(i -> stored("order/" + i, 1)).toList();
        sns.takeAtMost(1_000);

        assertThat(afterwards(events).published()).isEqualTo(5);

        assertThat(sns.taken()).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void shouldBlameTheEvent_whenItIsTooLongAlone() {
        Event tooLong = stored("order/1", 1);
        sns.takeAtMost(10);

        Outcome outcome = afterwards(List.of(tooLong));

        assertThat(outcome.isStuck()).isFalse();
        assertThat(table.holds(tooLong)).isTrue();
        assertThat(refusals("sender")).isOne();
    }

    @Test
    void shouldLeaveAnEventToTheSweeper_whenItsPredecessorWasLeft() {
        Event left = stored("order/1", 1);
        sns.down(true);
        afterCommit(List.of(left));
        sns.down(false);
        Event follower = stored("order/1", 2);
        Event other = stored("order/2", 2);

        afterCommit(List.of(follower, other));

        assertThat(sns.taken()).containsExactly(other);
        assertThat(table.holds(follower)).isTrue();
        assertThat(metrics.counter("stage5.outbox.left").count()).isEqualTo(2);
        afterwards(List.of(left, follower));
        assertThat(sns.taken()).containsExactly(other, left, follower);
    }

    @Test
    void shouldPublishAWholeCommitInOrder_whenEventsWereLeftBefore() {
        publishing.beWary();
        List<Event> commit = List.of(stored("order/1", 1), stored("order/1", 2));

        afterCommit(commit);

        assertThat(sns.taken()).isEqualTo(commit);
    }

    @Test
    void shouldNotLetACommitWait_whenItPublishesInTheBackground() throws Exception {
        CompletableFuture<Void> silence = new CompletableFuture<>();
        CountDownLatch taken = new CountDownLatch(1);
        sns.silentUntil(silence);
        sns.judge(event -> {
            taken.countDown();
            return Verdict.TAKEN;
        });

        done(publishing(true).afterCommit(List.of(stored("order/1", 1))));

        assertThat(sns.taken()).isEmpty();
        silence.complete(null);
        assertThat(taken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Publishing publishing(boolean inBackground) {
        return new Publishing(
                new Dynamo(table, PATIENCE),
                new Topic(sns, tracer, "arn:aws:sns:us-east-1:000000000000:test-events"),
                new EventTrace(vertx, tracer),
                Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                metrics,
                "test",
                inBackground);
    }

    private Outcome afterwards(List<Event> events) {
        return done(publishing.afterwards(events));
    }

    private void afterCommit(List<Event> events) {
        done(publishing.afterCommit(events));
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    private double refusals(String fault) {
        return metrics.counter("stage5.outbox.refused", "fault", fault).count();
    }

    /** Returns an event as a commit leaves it: in the outbox. */
    private Event stored(String subject, long sequence) {
        String id = UUID.randomUUID().toString();
        Event event = new Event(
                id,
                "urn:stage5:test",
                "stage5.test.happened.v1",
                subject,
                Instant.parse("2026-01-01T00:00:00Z"),
                "urn:stage5:schema:test",
                sequence,
                id,
                null,
                null,
                JsonNodeFactory.instance.objectNode());
        table.hold(event);
        return event;
    }
}
