package stage5.kit.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.TestEvents;

class EventBatchesTests {

    private static final Duration COLLECT = TestOutboxSettings.DEFAULT.collect();
    private static final Duration PACE = TestOutboxSettings.DEFAULT.pace();

    private final TestTime time = new TestTime();
    private final List<List<Event>> sent = new ArrayList<>();
    private final Map<Event, CompletableFuture<List<EventOutcome>>> responses = new HashMap<>();
    private final Map<Event, List<Event>> unanswered = new HashMap<>();
    private boolean mayLeave = true;

    @Test
    void shouldSendTheEventsOfSeveralCallersTogether_whenTheyComeWithinTheTime() {
        EventBatches batches = batches(Duration.ZERO, 8);
        Event one = event("order/1", 1);
        Event other = event("order/2", 1);

        publish(batches, one);
        time.advance(COLLECT.minusMillis(1));
        publish(batches, other);
        assertThat(sent).isEmpty();
        time.advance(Duration.ofMillis(1));

        assertThat(sent).containsExactly(List.of(one, other));
    }

    @Test
    void shouldNotWait_whenABatchIsFull() {
        EventBatches batches = batches(PACE, 8);

        CompletableFuture<List<EventOutcome>> outcomes =
                publish(batches, events(25).toArray(Event[]::new));

        assertThat(sent).extracting(List::size).containsExactly(10, 10);
        time.advance(PACE);
        assertThat(sent).extracting(List::size).containsExactly(10, 10, 5);
        acceptAll();
        assertThat(outcomes).isCompletedWithValueMatching(all -> all.size() == 25);
    }

    @Test
    void shouldNeverHaveTwoEventsOfASubjectInFlight_whenSeveralWait() {
        EventBatches batches = batches(Duration.ZERO, 8);
        Event first = event("order/1", 1);
        Event second = event("order/1", 2);
        Event third = event("order/1", 3);

        publish(batches, first, second);
        time.advance(COLLECT);
        publish(batches, third);
        time.advance(COLLECT);
        assertThat(sent).containsExactly(List.of(first));

        accept(first);
        time.advance(COLLECT);
        accept(second);
        time.advance(COLLECT);
        assertThat(sent).containsExactly(List.of(first), List.of(second), List.of(third));
    }

    @Test
    void shouldSkipOnlyTheLaterEventsOfTheSubject_whenAnEventIsLeft() {
        EventBatches batches = batches(Duration.ZERO, 8);
        Event left = event("order/1", 1);
        Event follower = event("order/1", 2);
        Event other = event("order/2", 1);
        CompletableFuture<List<EventOutcome>> ofLeft = publish(batches, left);
        CompletableFuture<List<EventOutcome>> ofFollower = publish(batches, follower);
        CompletableFuture<List<EventOutcome>> ofOther = publish(batches, other);
        time.advance(COLLECT);

        responses.get(left).complete(List.of(EventOutcome.left(left, "throttled"), EventOutcome.published(other)));
        time.advance(COLLECT);

        assertThat(status(ofLeft)).isEqualTo(EventOutcome.Status.LEFT);
        assertThat(status(ofFollower)).isEqualTo(EventOutcome.Status.SKIPPED);
        assertThat(status(ofOther)).isEqualTo(EventOutcome.Status.PUBLISHED);
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldContinueWithTheSubject_whenAnEventIsInvalid() {
        EventBatches batches = batches(Duration.ZERO, 8);
        Event invalid = event("order/1", 1);
        Event follower = event("order/1", 2);
        publish(batches, invalid, follower);
        time.advance(COLLECT);

        responses.get(invalid).complete(List.of(EventOutcome.invalid(invalid, "too long")));
        time.advance(COLLECT);

        assertThat(sent).containsExactly(List.of(invalid), List.of(follower));
    }

    @Test
    void shouldLeaveOnlyTheEventsOfTheBatch_whenARequestFails() {
        EventBatches batches = batches(Duration.ZERO, 8);
        List<Event> events = events(20);
        CompletableFuture<List<EventOutcome>> unlucky =
                publish(batches, events.subList(0, 10).toArray(Event[]::new));
        CompletableFuture<List<EventOutcome>> others =
                publish(batches, events.subList(10, 20).toArray(Event[]::new));

        responses.get(events.getFirst()).completeExceptionally(new IllegalStateException("down"));
        accept(events.get(10));

        assertThat(unlucky.join()).allMatch(EventOutcome::isLeft);
        assertThat(others.join()).allMatch(EventOutcome::isPublished);
    }

    @Test
    void shouldLimitTheBatchesInFlight_whenManyEventsWait() {
        EventBatches batches = batches(Duration.ZERO, 2);
        List<Event> events = events(30);
        publish(batches, events.toArray(Event[]::new));

        assertThat(sent).hasSize(2);
        accept(events.getFirst());
        assertThat(sent).hasSize(3);
    }

    @Test
    void shouldSkipAllThatWait_whenNoBatchMayLeaveAnyMore() {
        EventBatches batches = batches(Duration.ZERO, 1);
        List<Event> events = events(30);
        CompletableFuture<List<EventOutcome>> outcomes = publish(batches, events.toArray(Event[]::new));

        mayLeave = false;
        accept(events.getFirst());

        assertThat(sent).hasSize(1);
        assertThat(outcomes.join()).filteredOn(EventOutcome::isPublished).hasSize(10);
    }

    @Test
    void shouldLeaveTheEvent_whenTooManyWait() {
        EventBatches batches = batches(Duration.ZERO, 1);
        publish(batches, events(EventBatches.MAX_WAITING).toArray(Event[]::new));

        CompletableFuture<List<EventOutcome>> further = publish(batches, event("order/further", 1));

        assertThat(status(further)).isEqualTo(EventOutcome.Status.LEFT);
    }

    @Test
    void shouldWaitUntilThePauseIsOver_whenABatchHasJustLeft() {
        EventBatches batches = batches(PACE, 8);
        publish(batches, event("order/1", 1));
        time.advance(COLLECT);
        publish(batches, event("order/2", 1));

        time.advance(PACE.minusMillis(1));
        assertThat(sent).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(sent).hasSize(2);

        time.advance(PACE);
        publish(batches, event("order/3", 1));
        time.advance(COLLECT);
        assertThat(sent).as("after the pause only the short time").hasSize(3);
    }

    @Test
    void shouldCompleteOnceAllIsPublished_whenItIsFlushed() {
        EventBatches batches = batches(PACE, 8);
        Event event = event("order/1", 1);
        publish(batches, event);

        CompletableFuture<Void> flushed = batches.flush().subscribeAsCompletionStage();

        assertThat(sent).containsExactly(List.of(event));
        assertThat(flushed).isNotDone();
        accept(event);
        assertThat(flushed).isDone();
        assertThat(batches.flush().subscribeAsCompletionStage()).isDone();
    }

    /**
     * Orders arrive at random, 20 a second for five minutes. order-service publishes when an order is placed and when it
     * is confirmed, catalog-service in between.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNeedAtMostOneRequestPerOrder_when20OrdersArriveInASecond(long seed) {
        int orders = 20 * 300;
        EventBatches orderEvents = batches(PACE, 8);
        EventBatches catalogEvents = batches(PACE, 8);
        Random random = new Random(seed);
        Duration at = Duration.ZERO;
        for (int i = 0; i < orders; i++) {
            at = at.plusNanos((long) (-Math.log(1 - random.nextDouble()) * 50_000_000));
            String subject = "order/" + i;
            time.after(at, () -> publishAndAccept(orderEvents, event(subject, 1)));
            time.after(at.plusMillis(60), () -> publishAndAccept(catalogEvents, event(subject, 1)));
            time.after(at.plusMillis(150), () -> publishAndAccept(orderEvents, event(subject, 2)));
        }

        time.advance(Duration.ofSeconds(600));

        assertThat(sent.stream().mapToInt(List::size).sum()).isEqualTo(3 * orders);
        assertThat(sent.size() / (double) orders).isLessThanOrEqualTo(1);
    }

    private void publishAndAccept(EventBatches batches, Event event) {
        publish(batches, event);
        time.after(Duration.ofMillis(10), this::acceptAll);
    }

    private EventBatches batches(Duration pace, int concurrency) {
        return new EventBatches(
                batch -> {
                    sent.add(batch);
                    CompletableFuture<List<EventOutcome>> response = new CompletableFuture<>();
                    responses.put(batch.getFirst(), response);
                    unanswered.put(batch.getFirst(), batch);
                    return Uni.createFrom().completionStage(response);
                },
                () -> mayLeave,
                time,
                time,
                new EventBatches.Settings(COLLECT, pace, concurrency));
    }

    private static CompletableFuture<List<EventOutcome>> publish(EventBatches batches, Event... events) {
        return batches.publish(List.of(events)).subscribeAsCompletionStage();
    }

    /** Makes SNS accept the batch that begins with this event. */
    private void accept(Event first) {
        responses
                .get(first)
                .complete(unanswered.remove(first).stream()
                        .map(EventOutcome::published)
                        .toList());
    }

    private void acceptAll() {
        List.copyOf(unanswered.keySet()).forEach(this::accept);
    }

    private static EventOutcome.Status status(CompletableFuture<List<EventOutcome>> outcomes) {
        return outcomes.join().getFirst().status();
    }

    private List<Event> events(int number) {
        return IntStream.range(0, number).mapToObj(i -> event("order/" + i, 1)).toList();
    }

    private Event event(String subject, long sequence) {
        return TestEvents.event(subject, sequence, time.instant());
    }
}
