package stage5.kit.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
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
import stage5.kit.events.envelope.SameContext;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.envelope.TestSpans;
import stage5.kit.events.outbox.FakeSns.Verdict;

class PublishingTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final OutboxItems ITEMS = new OutboxItems(TestOutboxSettings.DEFAULT);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeSns sns = new FakeSns();
    private final FakeOutboxTable table = new FakeOutboxTable();
    private final Publishing publishing = publishing(TestOutboxSettings.FUNCTION);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldPublishInFullBatches_whenEventsHaveManySubjects() {
        List<Event> events =
                IntStream.range(0, 23).mapToObj(i -> stored("order/" + i, 1)).toList();

        afterCommit(events);

        assertThat(sns.batchSizes()).containsExactlyInAnyOrder(10, 10, 3);
        assertThat(events).noneMatch(table::contains);
        assertThat(metrics.counter("stage5.outbox.published").count()).isEqualTo(23);
    }

    @Test
    void shouldShareOneRequest_whenSeveralCommitsPublishAtTheSameTime() {
        TestTime time = new TestTime();
        Publishing publishing = publishing(TestOutboxSettings.FUNCTION, new SameContext(), time, time);
        List<CompletableFuture<Void>> published = IntStream.range(0, 8)
                .mapToObj(i -> publishing
                        .afterCommit(List.of(stored("order/" + i, 1)), List.of())
                        .subscribeAsCompletionStage())
                .toList();

        time.advance(TestOutboxSettings.FUNCTION.collect());
        assertThat(sns.batchSizes()).containsExactly(8);
        time.advance(TestOutboxSettings.FUNCTION.collect());

        assertThat(table.deletions()).containsExactly(8);
        assertThat(published).allMatch(CompletableFuture::isDone);
    }

    @Test
    void shouldFailOnlyItsOwnEvents_whenARequestToSnsFails() {
        List<Event> unlucky =
                IntStream.range(0, 10).mapToObj(i -> stored("order/" + i, 1)).toList();
        List<Event> others =
                IntStream.range(10, 20).mapToObj(i -> stored("order/" + i, 1)).toList();
        sns.failRequestsWith(unlucky.getFirst());

        resultOf(Uni.join()
                .all(publishing.afterCommit(unlucky, List.of()), publishing.afterCommit(others, List.of()))
                .andFailFast());

        assertThat(unlucky).allMatch(table::contains);
        assertThat(others).noneMatch(table::contains);
        assertThat(metrics.counter("stage5.outbox.left").count()).isEqualTo(10);
    }

    @Test
    void shouldLeaveTheEventToTheSweeper_whenItIsInvalid() {
        Event invalid = stored("order/1", 1);
        sns.judge(event -> event.equals(invalid) ? Verdict.INVALID : Verdict.ACCEPTED);

        afterCommit(List.of(invalid));

        assertThat(table.contains(invalid)).as("it is not discarded").isTrue();
        assertThat(refusals("sender")).isOne();
    }

    @Test
    void shouldPublishTheOthers_whenSnsRejectsTheWholeBatchForOneEvent() {
        List<Event> events =
                IntStream.range(0, 10).mapToObj(i -> stored("order/" + i, 1)).toList();
        Event malformed = events.get(6);
        sns.judge(event -> event.equals(malformed) ? Verdict.MALFORMED : Verdict.ACCEPTED);

        afterCommit(events);

        assertThat(events).filteredOn(table::contains).containsExactly(malformed);
        assertThat(sns.accepted()).hasSize(9).doesNotContain(malformed);
        assertThat(refusals("sender")).isOne();
        assertThat(refusals("service")).isZero();
    }

    @Test
    void shouldLeaveOnlyTheEventsOfAFailedRequest_whenTheBatchIsSplit() {
        List<Event> events =
                IntStream.range(0, 4).mapToObj(i -> stored("order/" + i, 1)).toList();
        sns.judge(event -> event.equals(events.get(0)) ? Verdict.MALFORMED : Verdict.ACCEPTED);
        sns.failRequestsWith(events.get(3));

        afterCommit(events);

        assertThat(sns.accepted()).containsExactly(events.get(1));
        assertThat(events).filteredOn(table::contains).containsExactly(events.get(0), events.get(2), events.get(3));
        assertThat(refusals("sender")).isOne();
        assertThat(refusals("service")).isEqualTo(2);
    }

    @Test
    void shouldLeaveAllEvents_whenSnsRejectsTheTopic() {
        List<Event> events =
                IntStream.range(0, 10).mapToObj(i -> stored("order/" + i, 1)).toList();
        sns.rejectTopic();

        afterCommit(events);

        assertThat(sns.batchSizes()).as("no event is at fault").containsExactly(10);
        assertThat(events).allMatch(table::contains);
        assertThat(refusals("sender")).isZero();
        assertThat(metrics.counter("stage5.outbox.left").count()).isEqualTo(10);
    }

    @Test
    void shouldCountThemAndNotFail_whenPublishedEventsCannotBeRemoved() {
        Event unremoved = stored("order/1", 1);
        table.failDeletes(true);

        afterCommit(List.of(unremoved));

        assertThat(sns.accepted()).containsExactly(unremoved);
        assertThat(table.contains(unremoved)).isTrue();
        assertThat(metrics.counter("stage5.outbox.published").count()).isOne();
        assertThat(metrics.counter("stage5.outbox.unmarked").count()).isOne();
    }

    @Test
    void shouldDeleteTheObsoleteItemsToo_whetherTheEventsArePublishedOrNot() {
        Event published = stored("order/1", 1);
        Event left = stored("order/2", 1);
        Event obsoleteWithPublished = stored("order/3", 1);
        Event obsoleteWithLeft = stored("order/4", 1);
        Event obsoleteAlone = stored("order/5", 1);
        sns.judge(event -> event.equals(left) ? Verdict.MALFORMED : Verdict.ACCEPTED);

        resultOf(publishing.afterCommit(List.of(published), List.of(ITEMS.item(obsoleteWithPublished))));
        resultOf(publishing.afterCommit(List.of(left), List.of(ITEMS.item(obsoleteWithLeft))));
        resultOf(publishing.afterCommit(List.of(), List.of(ITEMS.item(obsoleteAlone))));

        assertThat(sns.accepted()).containsExactly(published);
        assertThat(List.of(published, left, obsoleteWithPublished, obsoleteWithLeft, obsoleteAlone))
                .filteredOn(table::contains)
                .containsExactly(left);
    }

    @Test
    void shouldSplitTheBatch_whenItsEventsAreTooLargeTogether() {
        List<Event> events =
                IntStream.range(0, 5).mapToObj(i -> stored("order/" + i, 1)).toList();
        sns.acceptAtMost(1_000);

        afterCommit(events);

        assertThat(sns.accepted()).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void shouldTreatTheEventAsInvalid_whenItAloneIsTooLarge() {
        Event tooLarge = stored("order/1", 1);
        sns.acceptAtMost(10);

        afterCommit(List.of(tooLarge));

        assertThat(table.contains(tooLarge)).isTrue();
        assertThat(refusals("sender")).isOne();
    }

    @Test
    void shouldNotPublish_whenTheTypeHasNoSubscriber() {
        Event event = TestEvents.event("order/1", 1, Instant.parse("2026-01-01T00:00:00Z"));
        Publishing publishing = publishing(TestOutboxSettings.unsubscribed(event.type()));

        resultOf(publishing.publish(List.of(event)));

        assertThat(sns.batchSizes()).isEmpty();
    }

    @Test
    void shouldPublishAndRemoveEverything_whenTheProcessStops() {
        Publishing publishing = publishing(TestOutboxSettings.DEFAULT);
        List<Event> events =
                IntStream.range(0, 3).mapToObj(i -> stored("order/" + i, 1)).toList();
        resultOf(publishing.afterCommit(events, List.of()));

        publishing.stop(new ShutdownEvent());

        assertThat(sns.accepted()).containsExactlyInAnyOrderElementsOf(events);
        assertThat(events).noneMatch(table::contains);
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
    }

    @Test
    void shouldPublishTheNextEvent_whenItsPredecessorIsPublished() {
        publishing.checkPredecessorsForAWhile();
        Event published = stored("order/1", 1);
        table.remove(ITEMS.item(published));
        Event follower = stored("order/1", 2);

        afterCommit(List.of(follower));

        assertThat(sns.accepted()).containsExactly(follower);
    }

    /** An item that stays for a while would hold back the next event. */
    @Test
    void shouldRemoveThePublishedEventAtOnce_whenPredecessorsAreChecked() {
        TestTime time = new TestTime();
        Publishing publishing = publishing(TestOutboxSettings.DEFAULT, new SameContext(), time, time);
        publishing.checkPredecessorsForAWhile();
        Event event = stored("order/1", 1);

        resultOf(publishing.afterCommit(List.of(event), List.of()));
        time.advance(TestOutboxSettings.DEFAULT.collect());

        assertThat(sns.accepted()).containsExactly(event);
        assertThat(table.contains(event)).isFalse();
    }

    /** Otherwise every event of a subject that is held back would make all commits check their predecessors for longer. */
    @Test
    void shouldEndTheChecks_whenEventsAreOnlyHeldBack() {
        TestTime time = new TestTime();
        Publishing publishing = publishing(TestOutboxSettings.DEFAULT, new SameContext(), time, time);
        sns.down(true);
        resultOf(publishing.afterCommit(List.of(stored("order/1", 1)), List.of()));
        time.advance(Duration.ofSeconds(50));
        sns.down(false);
        Event other = stored("order/2", 1);
        resultOf(publishing.afterCommit(List.of(stored("order/1", 2), other), List.of()));
        time.advance(Duration.ofSeconds(20));
        assertThat(sns.accepted()).containsExactly(other);
        Event unchecked = stored("order/1", 3);

        resultOf(publishing.afterCommit(List.of(unchecked), List.of()));
        time.advance(TestOutboxSettings.DEFAULT.collect());

        assertThat(sns.accepted()).containsExactly(other, unchecked);
    }

    @Test
    void shouldPublishACommitInOrder_whenPredecessorsAreChecked() {
        publishing.checkPredecessorsForAWhile();
        List<Event> commit = List.of(stored("order/1", 1), stored("order/1", 2));

        afterCommit(commit);

        assertThat(sns.accepted()).isEqualTo(commit);
    }

    @Test
    void shouldWaitForSnsAndTheRemoval_whenTheCallerPublishesCommittedEvents() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        sns.respondAfter(gate);
        List<Event> events =
                IntStream.range(0, 20).mapToObj(i -> stored("order/" + i, 1)).toList();

        CompletableFuture<Void> published = publishing.publish(events).subscribeAsCompletionStage();

        assertThat(published).isNotDone();
        gate.complete(null);
        assertThat(published).succeedsWithin(TIMEOUT);
        assertThat(sns.batchSizes()).containsExactly(10, 10);
        assertThat(events).noneMatch(table::contains);
    }

    @Test
    void shouldWaitForSnsOnly_whenTheCallerPublishesInAContainer() {
        Event event = stored("order/1", 1);

        resultOf(publishing(TestOutboxSettings.DEFAULT).publish(List.of(event)));

        assertThat(sns.accepted()).containsExactly(event);
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

        resultOf(publishing(TestOutboxSettings.DEFAULT).afterCommit(List.of(stored("order/1", 1)), List.of()));

        assertThat(sns.accepted()).isEmpty();
        gate.complete(null);
        assertThat(accepted.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Publishing publishing(OutboxSettings settings) {
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
        return publishing(settings, new EventTrace(vertx), clock, Timer.SYSTEM);
    }

    private Publishing publishing(OutboxSettings settings, EventTrace trace, Clock clock, Timer timer) {
        Dynamo dynamo = new Dynamo(table, TIMEOUT);
        Outbox outbox = new Outbox(dynamo, clock, ITEMS, metrics, "test");
        return new Publishing(
                new Topic(sns, TestSpans.none(), "arn:aws:sns:us-east-1:000000000000:test-events"),
                outbox,
                new OutboxItems(settings),
                new OutboxRemoval(dynamo, trace, timer, metrics, "test"),
                new Predecessors(outbox, ITEMS),
                trace,
                clock,
                timer,
                metrics,
                settings);
    }

    private void afterCommit(List<Event> events) {
        resultOf(publishing.afterCommit(events, List.of()));
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
