package stage5.kit.events.consumption;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.MalformedEventException;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.envelope.TestSpans;
import stage5.kit.events.projection.ManualClock;

class ConsumptionTests {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration BREAKER_WAIT = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Map<String, String> reasons = new ConcurrentHashMap<>();
    private final Consumption consumption = consumption(Clock.systemUTC());
    private final List<Event> consumed = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldConsumeInOrder_whenEventsOfOneSubjectArriveOutOfOrder() {
        Set<String> failed = consume(
                event -> Uni.createFrom().voidItem(),
                delivery("third", event("order/1", 3)),
                delivery("first", event("order/1", 1)),
                delivery("second", event("order/1", 2)));

        assertThat(failed).isEmpty();
        assertThat(consumed).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldConsumeConcurrently_whenEventsHaveDifferentSubjects() {
        CompletableFuture<Void> otherStarted = new CompletableFuture<>();

        Set<String> failed = consume(
                event -> {
                    if (event.subject().equals("order/1")) {
                        return Uni.createFrom().completionStage(otherStarted);
                    }
                    otherStarted.complete(null);
                    return Uni.createFrom().voidItem();
                },
                delivery("waits for the other", event("order/1", 1)),
                delivery("is the other", event("order/2", 1)));

        assertThat(failed).isEmpty();
    }

    @Test
    void shouldFailOnlyLaterEventsOfTheSubject_whenAnEventFails() {
        Set<String> failed = consume(
                event -> event.subject().equals("order/1") && event.sequence() == 2
                        ? Uni.createFrom().failure(new IllegalStateException("poison"))
                        : Uni.createFrom().voidItem(),
                delivery("a1", event("order/1", 1)),
                delivery("a2", event("order/1", 2)),
                delivery("a3", event("order/1", 3)),
                delivery("b1", event("order/2", 1)));

        assertThat(failed).containsExactlyInAnyOrder("a2", "a3");
        assertThat(metrics.counter("stage5.consumer.failed", "queue", "test-queue")
                        .count())
                .isEqualTo(2);
        assertThat(consumed).extracting(Event::sequence).containsExactly(1L, 1L);
    }

    /** Otherwise the later event is applied first, and the earlier one returns after its visibility time-out. */
    @Test
    void shouldHoldBackLaterEvents_whenAnEventOfAnEarlierBatchFails() {
        SubjectLanes lanes = new SubjectLanes();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        EventConsumer consumer = consumer(event -> event.sequence() == 1
                ? Uni.createFrom().completionStage(gate).chain(() -> Uni.createFrom()
                        .failure(new NullPointerException("poison")))
                : Uni.createFrom().voidItem());
        CompletableFuture<Set<String>> first = subscribe(consumer, lanes, delivery("a1", event("order/1", 1)));
        CompletableFuture<Set<String>> second =
                subscribe(consumer, lanes, delivery("a2", event("order/1", 2)), delivery("b2", event("order/2", 2)));

        gate.complete(null);

        assertThat(first).succeedsWithin(TIMEOUT).isEqualTo(Set.of("a1"));
        assertThat(second).succeedsWithin(TIMEOUT).isEqualTo(Set.of("a2"));
        assertThat(consumed).extracting(Event::subject).containsExactly("order/2");
    }

    /** The message would use up its receives during an outage otherwise. */
    @Test
    void shouldWaitForAnOpenBreakerLongerThanForOtherFailures() {
        ManualClock clock = new ManualClock();
        Consumption slow = consumption(clock);
        AtomicInteger attempts = new AtomicInteger();
        EventConsumer consumer = consumer(event -> {
            if (attempts.incrementAndGet() > 2) {
                return Uni.createFrom().voidItem();
            }
            clock.advance(PATIENCE);
            return Uni.createFrom()
                    .failure(
                            event.sequence() == 1 ? new CircuitBreakerOpenException("open") : new IOException("reset"));
        });

        assertThat(slow.consume(consumer, List.of(delivery("rejected", event("order/1", 1))))
                        .await()
                        .atMost(TIMEOUT))
                .isEmpty();
        assertThat(attempts).hasValue(3);
        attempts.set(0);
        assertThat(slow.consume(consumer, List.of(delivery("failed", event("order/2", 2))))
                        .await()
                        .atMost(TIMEOUT))
                .containsExactly("failed");
        assertThat(attempts).hasValue(1);
    }

    /** A message that is reported as done is deleted. */
    @Test
    void shouldReportAMessageAsDone_onceItsEffectIsDurable() {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());

        consumption
                .consume(
                        consumer(event -> event.sequence() == 2
                                ? Uni.createFrom().failure(new NullPointerException("poison"))
                                : Uni.createFrom().voidItem().invoke(() -> steps.add("effect"))),
                        List.of(delivery("first", event("order/1", 1)), delivery("second", event("order/1", 2))),
                        new SubjectLanes(),
                        steps::add)
                .await()
                .atMost(TIMEOUT);

        assertThat(steps).containsExactly("effect", "first");
    }

    @Test
    void shouldFailOnlyThatMessage_whenItIsNotAnEvent() {
        Set<String> failed = consume(
                event -> Uni.createFrom().voidItem(),
                new Delivery("garbage", "{not json"),
                new Delivery("incomplete", "{\"id\":\"1\"}"),
                delivery("fine", event("order/1", 1)));

        assertThat(failed).containsExactlyInAnyOrder("garbage", "incomplete");
        assertThat(consumed).hasSize(1);
        assertThat(metrics.counter("stage5.consumer.malformed", "queue", "test-queue")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldFailOnlyThoseMessages_whenTheyCanNotBeDecoded() {
        String fine = EventCodec.write(event("order/1", 1));
        Map<String, String> undecodable = Map.of(
                "null", "null",
                "empty", "",
                "newer shape", fine.replace("\"sequence\":1", "\"sequence\":{\"of\":1}"),
                "no time", fine.replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"tomorrow\""),
                "year 1", EventCodec.write(TestEvents.event("order/2", 1, Instant.parse("0001-01-01T00:00:00Z"))),
                "year 12345",
                        EventCodec.write(TestEvents.event("order/3", 1, Instant.parse("+12345-01-01T00:00:00Z"))));
        assertThat(fine).contains("\"sequence\":1", "\"time\":\"");
        List<Delivery> batch = new ArrayList<>();
        undecodable.forEach((id, body) -> batch.add(new Delivery(id, body)));
        batch.add(new Delivery("fine", fine));

        Set<String> failed = consume(event -> Uni.createFrom().voidItem(), batch.toArray(Delivery[]::new));

        assertThat(failed).isEqualTo(undecodable.keySet());
        assertThat(consumed).hasSize(1);
        assertThat(reasons).hasSize(undecodable.size());
        assertThat(reasons.get("test-queue null")).endsWith("null");
        assertThat(reasons.get("test-queue year 1")).contains("0001-01-01");
        assertThat(malformed()).isEqualTo(undecodable.size());
    }

    @Test
    void shouldFailOnlyThatMessage_whenItsDataHasANewerShape() {
        Set<String> failed = consume(
                event -> event.subject().equals("order/1")
                        ? Uni.createFrom().failure(new MalformedEventException("The data is not an order", null))
                        : Uni.createFrom().voidItem(),
                delivery("newer", event("order/1", 1)),
                delivery("fine", event("order/2", 1)));

        assertThat(failed).containsExactly("newer");
        assertThat(reasons.get("test-queue newer")).isEqualTo("The data is not an order");
        assertThat(malformed()).isOne();
    }

    @Test
    void shouldMeasureTheTimeSinceTheEvent_whenItIsConsumed() {
        Instant now = Instant.now();
        Consumption atNow = consumption(Clock.fixed(now, ZoneOffset.UTC));

        atNow.consume(
                        consumer(event -> Uni.createFrom().voidItem()),
                        List.of(
                                delivery("old", TestEvents.event("order/1", 1, now.minusSeconds(90))),
                                delivery(
                                        "by a clock that is ahead",
                                        TestEvents.event("order/2", 1, now.plusSeconds(5)))))
                .await()
                .atMost(TIMEOUT);

        Timer lag =
                metrics.get("stage5.consumer.lag").tag("queue", "test-queue").timer();
        assertThat(lag.count()).isEqualTo(2);
        assertThat(lag.totalTime(TimeUnit.SECONDS)).isEqualTo(90);
        assertThat(lag.max(TimeUnit.SECONDS)).isEqualTo(90);
    }

    @Test
    void shouldConsumeTheEvent_whenItsTimeIsFarFromNow() {
        Set<String> failed = consume(
                event -> Uni.createFrom().voidItem(),
                delivery("1970", TestEvents.event("order/1", 1, Instant.EPOCH)),
                delivery("9999", TestEvents.event("order/2", 1, Instant.parse("9999-12-31T00:00:00Z"))));

        assertThat(failed).isEmpty();
        assertThat(consumed).hasSize(2);
    }

    private double malformed() {
        return metrics.counter("stage5.consumer.malformed", "queue", "test-queue")
                .count();
    }

    @Test
    void shouldRetry_whenAStoreFailsBriefly() {
        AtomicInteger attempts = new AtomicInteger();

        Set<String> failed = consume(
                event -> attempts.incrementAndGet() < 3
                        ? Uni.createFrom().failure(new IOException("connection reset"))
                        : Uni.createFrom().voidItem(),
                delivery("one", event("order/1", 1)));

        assertThat(failed).isEmpty();
        assertThat(attempts).hasValue(3);
    }

    /** Ten retries are in reserve, and each event adds a tenth of one. */
    @Test
    void shouldAllowMoreRetries_whenManyEventsSucceed() {
        Consumption atNow = consumption(Clock.fixed(Instant.now(), ZoneOffset.UTC));
        Set<String> tried = ConcurrentHashMap.newKeySet();
        EventConsumer failsOnce = consumer(event -> event.sequence() == 1 && tried.add(event.subject())
                ? Uni.createFrom().failure(new IOException("connection reset"))
                : Uni.createFrom().voidItem());

        assertThat(consume(atNow, failsOnce, 100, 2)).isEmpty();
        assertThat(consume(atNow, failsOnce, 20, 1)).isEmpty();
    }

    @Test
    void shouldMeasureHowLongAnEventTakes() {
        consume(event -> Uni.createFrom().voidItem(), delivery("one", event("order/1", 1)));

        Timer duration = metrics.get("stage5.consumer.duration")
                .tag("queue", "test-queue")
                .timer();
        assertThat(duration.count()).isOne();
        assertThat(duration.totalTime(TimeUnit.NANOSECONDS)).isBetween(1.0, (double) TIMEOUT.toNanos());
    }

    @Test
    void shouldNotRetry_whenTheConsumerHasAProgrammingError() {
        AtomicInteger attempts = new AtomicInteger();

        Set<String> failed = consume(
                event -> {
                    attempts.incrementAndGet();
                    throw new NullPointerException();
                },
                delivery("one", event("order/1", 1)));

        assertThat(failed).containsExactly("one");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void shouldRecordTheReason_whenAMessageFails() {
        consume(
                event -> event.sequence() == 1
                        ? Uni.createFrom().failure(new IllegalStateException("poison", new IOException("no\nroute")))
                        : Uni.createFrom().voidItem(),
                new Delivery("garbage", "{not json"),
                new Delivery("incomplete", "{\"id\":\"1\"}"),
                delivery("first", event("order/1", 1)),
                delivery("second", event("order/1", 2)),
                delivery("fine", event("order/2", 2)));

        assertThat(reasons).hasSize(4);
        assertThat(reasons.get("test-queue garbage")).startsWith("Not a CloudEvents 1.0 event in JSON: Unexpected");
        assertThat(reasons.get("test-queue incomplete")).endsWith(": source is missing");
        assertThat(reasons.get("test-queue first")).isEqualTo("poison: no");
        assertThat(reasons.get("test-queue second")).isEqualTo("Not tried: an earlier event of order/1 failed");
    }

    private Consumption consumption(Clock clock) {
        return new Consumption(
                new EventTrace(vertx),
                TestSpans.none(),
                new FailureReasons(null, null, null, null) {
                    @Override
                    Uni<Void> record(String queue, String messageId, Throwable failure) {
                        return Uni.createFrom()
                                .voidItem()
                                .invoke(() -> reasons.put(queue + " " + messageId, reason(failure)));
                    }
                },
                metrics,
                clock,
                RandomGenerator.getDefault(),
                PATIENCE,
                BREAKER_WAIT);
    }

    private Set<String> consume(Function<Event, Uni<Void>> effect, Delivery... batch) {
        return consumption.consume(consumer(effect), List.of(batch)).await().atMost(TIMEOUT);
    }

    /** Returns the failed messages of events with this sequence, each of a subject of its own. */
    private static Set<String> consume(Consumption consumption, EventConsumer consumer, int events, long sequence) {
        List<Delivery> batch = IntStream.range(0, events)
                .mapToObj(i -> delivery("message-" + i, event("order/" + i, sequence)))
                .toList();
        return consumption.consume(consumer, batch).await().atMost(TIMEOUT);
    }

    private CompletableFuture<Set<String>> subscribe(EventConsumer consumer, SubjectLanes lanes, Delivery... batch) {
        return consumption.consume(consumer, List.of(batch), lanes, done -> {}).subscribeAsCompletionStage();
    }

    private EventConsumer consumer(Function<Event, Uni<Void>> effect) {
        return new EventConsumer() {
            @Override
            public String queue() {
                return "test-queue";
            }

            @Override
            public Uni<Void> on(Event event) {
                return effect.apply(event).invoke(() -> consumed.add(event));
            }
        };
    }

    private static Delivery delivery(String messageId, Event event) {
        return new Delivery(messageId, EventCodec.write(event));
    }

    private static Event event(String subject, long sequence) {
        return TestEvents.event(subject, sequence, Instant.now());
    }
}
