package stage5.kit.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.outbox.FakeSns.Verdict;

class PublishingTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final Tracer tracer = OpenTelemetry.noop().getTracer("test");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeSns sns = new FakeSns();
    private final FakeOutboxTable table = new FakeOutboxTable();
    private final Publishing publishing = publishing(false);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldPublishInFullBatches_whenEventsHaveManySubjects() {
        List<Event> events =
                IntStream.range(0, 23).mapToObj(i -> stored("order/" + i, 1)).toList();

        assertThat(publishLeftBehind(events).published()).isEqualTo(23);

        assertThat(sns.batchSizes()).containsExactlyInAnyOrder(10, 10, 3);
        assertThat(events).noneMatch(table::contains);
    }

    @Test
    void shouldPublishOneAfterTheOther_whenEventsHaveOneSubject() {
        List<Event> events =
                List.of(stored("order/1", 1), stored("order/1", 2), stored("order/2", 1), stored("order/1", 3));

        publishLeftBehind(events);

        assertThat(sns.batchSizes()).containsExactly(2, 1, 1);
        assertThat(sns.accepted())
                .filteredOn(event -> event.subject().equals("order/1"))
                .extracting(Event::sequence)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldHoldBackOnlyLaterEventsOfTheSubject_whenAnEventIsThrottled() {
        Event throttled = stored("order/1", 1);
        Event follower = stored("order/1", 2);
        Event otherSubject = stored("order/2", 1);
        Event otherSubjectNext = stored("order/2", 2);
        sns.judge(event -> event.equals(throttled) ? Verdict.THROTTLED : Verdict.ACCEPTED);

        PublishOutcome outcome = publishLeftBehind(List.of(throttled, follower, otherSubject, otherSubjectNext));

        assertThat(outcome.published()).isEqualTo(2);
        assertThat(outcome.obstacles()).singleElement().asString().contains("THROTTLED");
        assertThat(sns.accepted()).containsExactly(otherSubject, otherSubjectNext);
        assertThat(List.of(throttled, follower)).allMatch(table::contains);
        assertThat(refusals("service")).isOne();

        sns.judge(event -> Verdict.ACCEPTED);
        publishLeftBehind(List.of(throttled, follower));
        assertThat(sns.accepted()).endsWith(throttled, follower);
    }

    @Test
    void shouldNotBeStuck_whenAnEventIsInvalid() {
        Event invalid = stored("order/1", 1);
        sns.judge(event -> event.equals(invalid) ? Verdict.INVALID : Verdict.ACCEPTED);

        PublishOutcome outcome = publishLeftBehind(List.of(invalid));

        assertThat(outcome.isStuck()).isFalse();
        assertThat(table.contains(invalid)).as("it is not discarded").isTrue();
        assertThat(refusals("sender")).isOne();
    }

    @Test
    void shouldBeStuck_whenSnsAcceptsNothing() {
        sns.down(true);

        PublishOutcome outcome = publishLeftBehind(List.of(stored("order/1", 1), stored("order/1", 2)));

        assertThat(outcome.isStuck()).isTrue();
        assertThat(outcome.reason()).contains("down");
        assertThat(sns.batchSizes()).as("one request").hasSize(1);
    }

    @Test
    void shouldCountItAndPublishTheOthers_whenOneMarkOfABatchFails() {
        Event unmarked = stored("order/1", 1);
        Event follower = stored("order/1", 2);
        Event otherSubject = stored("order/2", 1);
        Event otherSubjectNext = stored("order/2", 2);
        table.failMarkOf(unmarked);

        PublishOutcome outcome = publishLeftBehind(List.of(unmarked, follower, otherSubject, otherSubjectNext));

        assertThat(outcome.published()).isEqualTo(2);
        assertThat(outcome.obstacles()).singleElement().asString().contains(unmarked.id(), "can't be reached");
        assertThat(sns.accepted()).containsExactly(unmarked, otherSubject, otherSubjectNext);
        assertThat(metrics.counter("stage5.outbox.published").count()).isEqualTo(3);
        assertThat(metrics.counter("stage5.outbox.unmarked").count()).isOne();

        table.failMarkOf(null);
        assertThat(publishLeftBehind(List.of(unmarked, follower)).published()).isEqualTo(2);
        assertThat(sns.accepted()).as("published again, a duplicate").endsWith(unmarked, follower);
        assertThat(table.contains(unmarked)).isFalse();
    }

    @Test
    void shouldSplitTheBatch_whenItsEventsAreTooLargeTogether() {
        List<Event> events =
                IntStream.range(0, 5).mapToObj(i -> stored("order/" + i, 1)).toList();
        sns.acceptAtMost(1_000);

        assertThat(publishLeftBehind(events).published()).isEqualTo(5);

        assertThat(sns.accepted()).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void shouldTreatTheEventAsInvalid_whenItAloneIsTooLarge() {
        Event tooLarge = stored("order/1", 1);
        sns.acceptAtMost(10);

        PublishOutcome outcome = publishLeftBehind(List.of(tooLarge));

        assertThat(outcome.isStuck()).isFalse();
        assertThat(table.contains(tooLarge)).isTrue();
        assertThat(refusals("sender")).isOne();
    }

    @Test
    void shouldLeaveAnEventInTheOutbox_whenItsPredecessorIsThere() {
        Event left = stored("order/1", 1);
        sns.down(true);
        afterCommit(List.of(left));
        sns.down(false);
        Event follower = stored("order/1", 2);
        Event other = stored("order/2", 2);

        afterCommit(List.of(follower, other));

        assertThat(sns.accepted()).containsExactly(other);
        assertThat(table.contains(follower)).isTrue();
        assertThat(metrics.counter("stage5.outbox.left").count()).isEqualTo(2);
        publishLeftBehind(List.of(left, follower));
        assertThat(sns.accepted()).containsExactly(other, left, follower);
    }

    @Test
    void shouldPublishACommitInOrder_whenPredecessorsAreChecked() {
        publishing.checkPredecessorsForAWhile();
        List<Event> commit = List.of(stored("order/1", 1), stored("order/1", 2));

        afterCommit(commit);

        assertThat(sns.accepted()).isEqualTo(commit);
    }

    @Test
    void shouldWaitForSnsAndTheMarks_whenTheCallerPublishesCommittedEvents() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        sns.respondAfter(gate);
        List<Event> events =
                IntStream.range(0, 20).mapToObj(i -> stored("order/" + i, 1)).toList();

        CompletableFuture<Void> published = publishing(true).publish(events).subscribeAsCompletionStage();

        assertThat(published).isNotDone();
        gate.complete(null);
        assertThat(published).succeedsWithin(TIMEOUT);
        assertThat(sns.batchSizes()).containsExactly(10, 10);
        assertThat(events).noneMatch(table::contains);
    }

    @Test
    void shouldNotDelayTheCommit_whenPublishingInTheBackground() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CountDownLatch accepted = new CountDownLatch(1);
        sns.respondAfter(gate);
        sns.judge(event -> {
            accepted.countDown();
            return Verdict.ACCEPTED;
        });

        resultOf(publishing(true).afterCommit(List.of(stored("order/1", 1))));

        assertThat(sns.accepted()).isEmpty();
        gate.complete(null);
        assertThat(accepted.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Publishing publishing(boolean inBackground) {
        return new Publishing(
                new Dynamo(table, TIMEOUT),
                new Topic(sns, tracer, "arn:aws:sns:us-east-1:000000000000:test-events"),
                new EventTrace(vertx, tracer),
                Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                metrics,
                "test",
                inBackground);
    }

    private PublishOutcome publishLeftBehind(List<Event> events) {
        return resultOf(publishing.publishLeftBehind(events));
    }

    private void afterCommit(List<Event> events) {
        resultOf(publishing.afterCommit(events));
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }

    private double refusals(String fault) {
        return metrics.counter("stage5.outbox.refused", "fault", fault).count();
    }

    /** Returns an event that is in the outbox, as after a commit. */
    private Event stored(String subject, long sequence) {
        Event event = TestEvents.event(subject, sequence, Instant.parse("2026-01-01T00:00:00Z"));
        table.add(event);
        return event;
    }
}
