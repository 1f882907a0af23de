package stage5.kit.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.dynamodb.TableLease;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.envelope.TestSpans;
import stage5.kit.events.outbox.FakeSns.Verdict;

/** Sweeps a table and a topic in memory. */
class SweepTests {

    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final OutboxItems ITEMS = new OutboxItems(TestOutboxSettings.DEFAULT);

    /** The events of the backlog that has to be drained at 500 a second; the profile nightly sets 600,000. */
    private static final int BACKLOG = Integer.getInteger("test.outbox.backlog", 3_000);

    private static final Duration GRACE = TestOutboxSettings.DEFAULT.grace();

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeSns sns = new FakeSns();
    private final FakeOutboxTable table = new FakeOutboxTable();
    private final TestTime time = new TestTime();
    private final Sweeper sweeper = sweeper(time);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldPublishWithoutCountingFirst_whenEventsWait() {
        table.add(event("order/1", 1));

        assertThat(sweep()).isOne();

        assertThat(table.calls()).startsWith("query", "query", "query", "query", "put");
        assertThat(table.calls().indexOf("count")).isGreaterThan(table.calls().lastIndexOf("delete"));
    }

    @Test
    void shouldReadOneItemOfEachShard_whenNothingWaits() {
        assertThat(sweep()).isZero();

        assertThat(table.calls()).containsExactly("query", "query", "query", "query");
    }

    @Test
    void shouldReadNothing_untilAnEventCanBeOldEnough() {
        sweep();
        table.add(TestEvents.event("order/1", 1, time.instant()));
        time.advance(GRACE.minusMillis(1));

        assertThat(sweep()).isZero();
        assertThat(table.calls()).hasSize(4);

        time.advance(Duration.ofMillis(2));
        assertThat(sweep()).isOne();
    }

    @Test
    void shouldReadWhenTheOldestEventIsOldEnough_whenItIsInTheOutboxAlready() {
        table.add(TestEvents.event("order/1", 1, time.instant().minus(GRACE).plusMillis(10)));

        assertThat(sweep()).isZero();
        assertThat(metrics.get("stage5.outbox.age").gauge().value()).isZero();

        time.advance(Duration.ofMillis(11));
        assertThat(sweep()).isOne();
    }

    /** The event of a process whose clock is ahead must not hide those of the others. */
    @Test
    void shouldReadAfterTheGrace_whenTheOldestEventIsInTheFuture() {
        table.add(TestEvents.event("order/1", 1, time.instant().plusSeconds(3_600)));
        sweep();
        table.add(TestEvents.event("order/2", 1, time.instant()));

        time.advance(GRACE.plusMillis(1));

        assertThat(sweep()).isOne();
    }

    @Test
    void shouldCountUpToTheLimit_whenTheBacklogIsLong() {
        sns.down(true);
        IntStream.range(0, 3_000).forEach(i -> table.add(event("order/same-shard", i + 1)));

        assertThatThrownBy(this::sweep).hasMessageContaining("No event of the outbox could be published");

        assertThat(metrics.get("stage5.outbox.depth").gauge().value()).isEqualTo(Outbox.MAX_DEPTH_OF_SHARD);
        assertThat(metrics.get("stage5.outbox.age").gauge().value()).isEqualTo(60);
    }

    @Test
    void shouldContinue_whenAPageHasOnlyEventsThatSnsRefuses() {
        List<Event> refused = IntStream.range(0, 2 * Outbox.PAGE_SIZE)
                .mapToObj(i -> table.add(TestEvents.event("order/refused", i + 1, old().plusMillis(i))))
                .toList();
        Event good = table.add(TestEvents.event("order/refused", refused.size() + 1, old().plusSeconds(1)));
        sns.judge(event -> event.equals(good) ? Verdict.ACCEPTED : Verdict.INVALID);

        assertThat(sweep()).isOne();

        assertThat(sns.accepted()).containsExactly(good);
        assertThat(table.count("OUTBOX#")).isZero();
        assertThat(table.items("ASIDE#")).hasSize(refused.size()).allSatisfy(item -> {
            assertThat(item.get("reason").s()).contains("INVALID");
            assertThat(item.get("setAsideAt").s()).isEqualTo("2026-01-01T00:00:00Z");
        });
        assertThat(metrics.counter("stage5.outbox.aside").count()).isEqualTo(refused.size());
    }

    @Test
    void shouldSetAsideOnlyTheBadEvent_whenSnsRejectsTheWholeBatchForIt() {
        Event malformed = table.add(event("order/1", 1));
        Event follower = table.add(event("order/1", 2));
        List<Event> others = IntStream.range(2, 20)
                .mapToObj(i -> table.add(event("order/" + i, 1)))
                .toList();
        sns.judge(event -> event.equals(malformed) ? Verdict.MALFORMED : Verdict.ACCEPTED);

        assertThat(sweep()).isEqualTo(19);

        assertThat(sns.accepted()).hasSize(19).contains(follower).containsAll(others);
        assertThat(table.count("OUTBOX#")).isZero();
        assertThat(table.items("ASIDE#")).singleElement().satisfies(item -> assertThat(
                        item.get("reason").s())
                .startsWith("ParameterValueInvalid The message attribute 'type'"));
    }

    @Test
    void shouldSetNothingAside_whenSnsRejectsTheTopic() {
        IntStream.range(0, 20).forEach(i -> table.add(event("order/" + i, 1)));
        sns.rejectTopic();

        assertThatThrownBy(this::sweep).hasMessageContaining("No event of the outbox could be published");

        assertThat(table.count("OUTBOX#")).isEqualTo(20);
        assertThat(table.items("ASIDE#")).isEmpty();
    }

    @Test
    void shouldStopSoonAndReleaseTheLease_whenSnsIsDown() {
        IntStream.range(0, 2_000).forEach(i -> table.add(event("order/" + i, 1)));
        sns.down(true);

        assertThatThrownBy(this::sweep)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No event of the outbox could be published")
                .hasMessageContaining("down");

        assertThat(sns.batchSizes()).as("requests").hasSizeLessThan(50);
        assertThat(table.count("LEASE#")).as("the lease is released").isZero();
        assertThat(metrics.counter("stage5.outbox.sweep.failures").count()).isOne();
        sns.down(false);
        assertThat(sweep())
                .as("the next sweep does not wait for the end of a lease")
                .isEqualTo(2_000);
    }

    @Test
    void shouldGoOn_whenSnsFailsFrequentlyButNotAlways() {
        IntStream.range(0, 2_000).forEach(i -> table.add(event("order/" + i, 1)));
        sns.judge(event -> sns.batchSizes().size() % 2 == 0 ? Verdict.THROTTLED : Verdict.ACCEPTED);

        assertThat(sweep()).isGreaterThan(500);
    }

    @Test
    void shouldReleaseTheLease_whenTheOutboxCannotBeRead() {
        table.add(event("order/1", 1));
        table.beforeCall(() -> {
            if (table.count("LEASE#") > 0) {
                table.failQueries(true);
            }
        });

        assertThatThrownBy(this::sweep).hasMessageContaining("can't be reached");

        table.beforeCall(() -> {});
        table.failQueries(false);
        assertThat(table.count("LEASE#")).isZero();
        assertThat(sweep()).isOne();
    }

    @Test
    void shouldStartNoRequest_whenTheBudgetIsUsedUpWithinAPage() {
        IntStream.range(0, 400).forEach(i -> table.add(event("order/1", i + 1)));
        Instant start = time.instant();
        sns.judge(event -> {
            time.set(start.plusSeconds(event.sequence()));
            return Verdict.ACCEPTED;
        });

        assertThat(sweep()).isEqualTo(5);

        assertThat(table.count("OUTBOX#")).isEqualTo(395);
        assertThat(table.count("ASIDE#")).isZero();
    }

    @Test
    void shouldStop_whenPublishedEventsCannotBeRemoved() {
        IntStream.range(0, 5_000).forEach(i -> table.add(event("order/" + i, 1)));
        table.failDeletes(true);

        sweep();

        assertThat(sns.accepted()).as("published, and again in the next sweep").hasSizeLessThan(2_500);
        assertThat(table.count("OUTBOX#")).isEqualTo(5_000);
    }

    @Test
    void shouldHoldBackOnlyLaterEventsOfTheSubject_whenAnEventIsThrottled() {
        Event throttled = table.add(event("order/1", 1));
        Event follower = table.add(event("order/1", 2));
        Event other = table.add(event("order/2", 1));
        sns.judge(event -> event.equals(throttled) ? Verdict.THROTTLED : Verdict.ACCEPTED);

        assertThat(sweep()).isOne();

        assertThat(sns.accepted()).containsExactly(other);
        assertThat(List.of(throttled, follower)).allMatch(table::contains);
        sns.judge(event -> Verdict.ACCEPTED);
        assertThat(sweep()).isEqualTo(2);
        assertThat(sns.accepted()).endsWith(throttled, follower);
    }

    @Test
    void shouldHoldBackTheRestOfTheSubject_whenAnEventOfAnEarlierPageIsThrottled() {
        List<Event> events = LongStream.rangeClosed(1, 250)
                .mapToObj(i -> table.add(TestEvents.event("order/1", i, old().plusMillis(i))))
                .toList();
        sns.judge(event -> event.sequence() == 50 ? Verdict.THROTTLED : Verdict.ACCEPTED);

        assertThat(sweep()).isEqualTo(49);

        assertThat(sns.accepted()).isEqualTo(events.subList(0, 49));
        assertThat(table.count("OUTBOX#")).isEqualTo(201);
    }

    /** The first event was written by a process whose clock is ahead. */
    @ParameterizedTest
    @CsvSource({"1, both on one page", "300, on different pages"})
    void shouldPublishInOrder_whenTheEarlierEventHasTheLaterTime(int eventsInBetween, String pages) {
        Event second = table.add(TestEvents.event("order/1", 2, old()));
        fill(eventsInBetween, old().plusMillis(1));
        Event first = table.add(TestEvents.event("order/1", 1, old().plusSeconds(10)));

        sweep();
        sweep();

        assertThat(sns.accepted())
                .filteredOn(event -> event.subject().equals("order/1"))
                .as(pages)
                .containsExactly(first, second);
        assertThat(table.count("OUTBOX#")).isZero();
    }

    @Test
    void shouldHoldBackTheLaterEvents_whenTheEarlierEventIsTooYoung() {
        Event first = table.add(TestEvents.event("order/1", 1, time.instant().minusSeconds(1)));
        Event second = table.add(TestEvents.event("order/1", 2, old()));
        Event third = table.add(TestEvents.event("order/1", 3, old().plusSeconds(1)));

        assertThat(sweep()).isZero();
        time.advance(Duration.ofSeconds(2));
        assertThat(sweep()).isEqualTo(3);

        assertThat(sns.accepted()).containsExactly(first, second, third);
    }

    @Test
    void shouldPublish_whenTheEarlierEventWithTheLaterTimeIsPublished() {
        Event first = table.add(TestEvents.event("order/1", 1, old().plusSeconds(10)));
        table.remove(ITEMS.item(first));
        Event second = table.add(TestEvents.event("order/1", 2, old()));

        assertThat(sweep()).isOne();

        assertThat(sns.accepted()).containsExactly(second);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    null                                    | JSON: null
                    {"specversion":"2.0","type":"newer"}    | Not a CloudEvents 1.0 event
                    nothing                                 | there is no such event
                    year 1                                  | dated 0001-01-01T00:00:00Z
                    """)
    void shouldSetItAsideAndContinue_whenAnEventIsUnreadable(String stored, String reason) {
        Event unreadable =
                TestEvents.event("order/1", 1, stored.equals("year 1") ? Instant.parse("0001-01-01T00:00:00Z") : old());
        table.add(unreadable);
        if (stored.equals("nothing")) {
            table.remove(EventItems.key(unreadable));
        } else if (!stored.equals("year 1")) {
            Map<String, AttributeValue> item = new HashMap<>(EventItems.item(unreadable));
            item.put("event", s(stored));
            table.put(item);
        }
        Event follower = table.add(TestEvents.event("order/1", 2, old().plusMillis(1)));

        assertThat(sweep()).isOne();

        assertThat(sns.accepted()).containsExactly(follower);
        assertThat(table.count("OUTBOX#")).isZero();
        assertThat(table.items("ASIDE#")).singleElement().satisfies(item -> {
            assertThat(item.get(SK)).isEqualTo(ITEMS.item(unreadable).get(SK));
            assertThat(item.get("reason").s()).contains(reason);
        });
        assertThat(metrics.counter("stage5.outbox.aside").count()).isOne();
        assertThat(sweep()).as("nothing is left").isZero();
    }

    @Test
    void shouldSetItAside_whenAKeyNamesNoEvent() {
        table.put(key("OUTBOX#1", "0000000000000"));
        Event good = table.add(event("order/1", 1));

        assertThat(sweep()).isOne();

        assertThat(sns.accepted()).containsExactly(good);
        assertThat(table.items("ASIDE#")).singleElement().satisfies(item -> {
            assertThat(item.get(PK).s()).isEqualTo("ASIDE#1");
            assertThat(item.get("reason").s()).isEqualTo("the key names no event");
        });
    }

    @Test
    void shouldGoOn_whenAWholePageCannotBePublished() {
        IntStream.range(0, Outbox.PAGE_SIZE).forEach(i -> table.put(key("OUTBOX#1", "%013d".formatted(i))));
        Event good = table.add(IntStream.range(0, 100)
                .mapToObj(i -> event("order/" + i, 1))
                .filter(event -> ITEMS.item(event).get(PK).s().equals("OUTBOX#1"))
                .findFirst()
                .orElseThrow());

        assertThat(sweep()).isOne();

        assertThat(sns.accepted()).containsExactly(good);
        assertThat(table.items("ASIDE#")).hasSize(Outbox.PAGE_SIZE);
        assertThat(table.count("OUTBOX#")).isZero();
    }

    @Test
    @Tag("quiet")
    void shouldDrainAtLeast500EventsASecond_whenSnsIsSlow() {
        sns.respondWithin(Duration.ofMillis(200));
        Instant now = Instant.now();
        fill(BACKLOG, now.minusSeconds(3_600));
        Sweeper sweeper = sweeper(Clock.systemUTC());
        long start = System.nanoTime();

        int sweeps = 0;
        while (table.count("OUTBOX#") > 0) {
            resultOf(sweeper.sweep());
            sweeps++;
        }

        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%,d events in %.1f s: %.0f events a second, %d sweeps, %,d requests to SNS, %,d deletions%n",
                BACKLOG,
                seconds,
                BACKLOG / seconds,
                sweeps,
                sns.batchSizes().size(),
                table.deletions().size());
        assertThat(metrics.counter("stage5.outbox.published").count()).isEqualTo(BACKLOG);
        assertThat(BACKLOG / seconds).isGreaterThanOrEqualTo(500);
        assertThat(table.deletions()).as("batches").hasSizeLessThan(BACKLOG / 10);
    }

    private Sweeper sweeper(Clock clock) {
        Dynamo dynamo = new Dynamo(table, TIMEOUT);
        EventTrace trace = new EventTrace(vertx);
        Outbox outbox = new Outbox(dynamo, clock, ITEMS, metrics, "test");
        OutboxRemoval removal = new OutboxRemoval(dynamo, trace, metrics, "test");
        Predecessors predecessors = new Predecessors(outbox, ITEMS);
        Publishing publishing = new Publishing(
                new Topic(sns, TestSpans.none(), "arn:aws:sns:us-east-1:000000000000:test-events"),
                outbox,
                ITEMS,
                removal,
                predecessors,
                trace,
                clock,
                metrics,
                TestOutboxSettings.DEFAULT);
        return new Sweeper(
                outbox,
                new LeftBehindPages(outbox, predecessors),
                removal,
                new TableLease(dynamo, clock, "test"),
                publishing,
                trace,
                TestSpans.none(),
                clock,
                metrics,
                TestOutboxSettings.DEFAULT);
    }

    private int sweep() {
        return resultOf(sweeper.sweep());
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }

    /** Stores events of different subjects in the outbox. */
    private void fill(int events, Instant time) {
        List<Event> all = new ArrayList<>();
        IntStream.range(0, events).forEach(i -> all.add(TestEvents.event("order/filling-" + i, 1, time)));
        all.forEach(table::add);
    }

    private Event event(String subject, long sequence) {
        return TestEvents.event(subject, sequence, old());
    }

    private Instant old() {
        return time.instant().minusSeconds(60);
    }
}
