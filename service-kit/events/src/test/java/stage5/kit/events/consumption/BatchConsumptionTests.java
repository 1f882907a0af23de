package stage5.kit.events.consumption;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.FinishedSpans;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.envelope.TestSpans;

/** Tests how {@link Consumption} passes a batch to a {@link BatchEventConsumer}. */
class BatchConsumptionTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final FinishedSpans spans = new FinishedSpans();
    private final SdkTracerProvider tracing =
            SdkTracerProvider.builder().addSpanProcessor(spans).build();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Consumption consumption = new Consumption(
            new EventTrace(vertx),
            TestSpans.of(tracing.get("test")),
            new FailureReasons(null, null, null, null) {
                @Override
                Uni<Void> record(String queue, String messageId, Throwable failure) {
                    return Uni.createFrom().voidItem();
                }
            },
            metrics,
            Clock.systemUTC(),
            RandomGenerator.getDefault(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));
    private final RecordingConsumer consumer = new RecordingConsumer();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        tracing.close();
    }

    @Test
    void shouldPassTheFirstEventsTogether_whenSubjectsDiffer() {
        Event first = event("order/1", 1);
        Event later = event("order/1", 2);
        Event other = event("order/2", 5);
        Queue<String> done = new ConcurrentLinkedQueue<>();

        Set<String> failed = consumption
                .consume(
                        consumer,
                        List.of(delivery(later), delivery(first), delivery(other)),
                        new SubjectLanes(),
                        done::add)
                .await()
                .atMost(TIMEOUT);

        assertThat(failed).isEmpty();
        assertThat(done).containsExactlyInAnyOrder(first.id(), later.id(), other.id());
        assertThat(consumer.together).containsExactly(List.of(first, other));
        assertThat(consumer.alone).containsExactly(later);
    }

    @Test
    void shouldPassAnEventAlone_whenThereIsOneSubject() {
        Event first = event("order/1", 1);
        Event later = event("order/1", 2);

        assertThat(consume(first, later)).isEmpty();

        assertThat(consumer.together).isEmpty();
        assertThat(consumer.alone).containsExactly(first, later);
    }

    @Test
    void shouldPassOnlyEventsTogether_whenAMessageIsMalformed() {
        Event first = event("order/1", 1);
        Event other = event("order/2", 1);

        Set<String> failed = consumption
                .consume(consumer, List.of(delivery(first), new Delivery("garbage", "{not json"), delivery(other)))
                .await()
                .atMost(TIMEOUT);

        assertThat(failed).containsExactly("garbage");
        assertThat(consumer.together).containsExactly(List.of(first, other));
    }

    @Test
    void shouldTryEachEventAlone_whenTheyFailTogether() {
        Event poison = event("order/1", 1);
        Event heldBack = event("order/1", 2);
        Event fine = event("order/2", 1);
        consumer.onTogether(events -> {
            throw new IllegalStateException("one is poison");
        });
        consumer.onAlone(event -> event.equals(poison)
                ? Uni.createFrom().failure(new IllegalStateException("poison"))
                : Uni.createFrom().voidItem());

        assertThat(consume(poison, heldBack, fine)).containsExactlyInAnyOrder(poison.id(), heldBack.id());

        assertThat(consumer.together).hasSize(1);
        assertThat(consumer.alone).containsExactlyInAnyOrder(poison, fine);
        assertThat(metrics.counter("stage5.consumer.together", "queue", "test-queue", "outcome", "failed")
                        .count())
                .isOne();
    }

    @Test
    void shouldRetryAnEventAlone_whenTheStoreIsUnavailableForMoreThanTheBatch() {
        Event first = event("order/1", 1);
        Event other = event("order/2", 1);
        consumer.onTogether(events -> Uni.createFrom().failure(new IOException("connection reset")));
        consumer.onAlone(event -> event.equals(first) && count(first) < 3
                ? Uni.createFrom().failure(new IOException("connection reset"))
                : Uni.createFrom().voidItem());

        assertThat(consume(first, other)).isEmpty();

        assertThat(count(first)).isEqualTo(3);
        assertThat(count(other)).isOne();
    }

    @Test
    void shouldMeasureEachEventOnce_whenTheyAreAppliedTogetherOrAlone() {
        consume(event("order/1", 1), event("order/2", 1));
        consumer.onTogether(events -> Uni.createFrom().failure(new IOException("conflict")));
        consume(event("order/1", 2), event("order/2", 2));

        assertThat(metrics.get("stage5.consumer.duration")
                        .tags("queue", "test-queue", "outcome", "done")
                        .timers())
                .singleElement()
                .extracting(Timer::count)
                .isEqualTo(4L);
        assertThat(metrics.counter("stage5.consumer.together", "queue", "test-queue", "outcome", "done")
                        .count())
                .isOne();
    }

    @Test
    void shouldLinkTheSpans_whenEventsAreAppliedTogether() {
        String firstTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String otherTrace = "0af7651916cd43dd8448eb211c80319c";

        consume(traced(event("order/1", 1), firstTrace), traced(event("order/2", 1), otherTrace));

        SpanData together = spans.named("process test-queue together").getFirst();
        List<SpanData> processed = spans.named("process test-queue");
        assertThat(processed)
                .extracting(SpanData::getTraceId)
                .as("each event continues its own trace")
                .containsExactlyInAnyOrder(firstTrace, otherTrace);
        assertThat(together.getTraceId()).isNotIn(firstTrace, otherTrace);
        assertThat(linked(together))
                .isEqualTo(processed.stream().map(SpanData::getSpanId).collect(toSet()));
        assertThat(processed).allSatisfy(span -> assertThat(linked(span)).containsExactly(together.getSpanId()));
    }

    @Test
    void shouldShowRetryAndOutcome_whenEventsFailTogether() {
        Event poison = event("order/1", 1);
        Event heldBack = event("order/1", 2);
        consumer.onTogether(events -> Uni.createFrom().failure(new IOException("conflict")));
        consumer.onAlone(event -> event.equals(poison)
                ? Uni.createFrom().failure(new IllegalStateException("poison"))
                : Uni.createFrom().voidItem());

        consume(poison, heldBack, event("order/2", 1));

        assertThat(spans.named("process test-queue"))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("stage5.message.outcome")))
                .containsExactlyInAnyOrder("retried", "held_back", "done");
        assertThat(spans.named("process test-queue").stream()
                        .flatMap(span -> span.getEvents().stream())
                        .filter(event -> event.getName().equals("retry")))
                .as("both events are tried alone after the joint attempt")
                .hasSize(2);
    }

    @Test
    void shouldCancelTheCommonWork_whenTheBatchIsCancelled() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        consumer.onTogether(events -> Uni.createFrom()
                .<Void>emitter(emitter -> started.complete(null))
                .onCancellation()
                .invoke(() -> cancelled.complete(null)));

        Cancellable batch = consumption
                .consume(consumer, List.of(delivery(event("order/1", 1)), delivery(event("order/2", 1))))
                .subscribe()
                .with(failed -> {});
        await(started);
        batch.cancel();

        await(cancelled);
        assertThat(consumer.alone).isEmpty();
    }

    @Test
    void shouldPassAnEventAlone_whenItsSubjectIsInWorkForAnEarlierBatch() {
        SubjectLanes lanes = new SubjectLanes();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Event earlier = event("order/1", 1);
        Event waiting = event("order/1", 2);
        Event other = event("order/2", 1);
        Event another = event("order/3", 1);
        consumer.onAlone(event -> event.equals(earlier)
                ? Uni.createFrom().completionStage(gate)
                : Uni.createFrom().voidItem());
        CompletableFuture<Set<String>> first = subscribe(lanes, earlier);
        CompletableFuture<Set<String>> second = subscribe(lanes, waiting, other, another);

        gate.complete(null);

        assertThat(first.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join())
                .isEmpty();
        assertThat(second.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join())
                .isEmpty();
        assertThat(consumer.together).containsExactly(List.of(other, another));
        assertThat(consumer.alone).containsExactly(earlier, waiting);
    }

    /**
     * The earlier batch ends on another thread while the later one is divided: the event that waited must be applied, and no
     * other event may wait for it.
     */
    @Test
    void shouldApplyEachEventOnce_whenItsSubjectBecomesFreeMeanwhile() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CompletableFuture<Set<String>> first = new CompletableFuture<>();
        SubjectLanes lanes = new SubjectLanes() {
            @Override
            boolean isFree(String subject) {
                boolean free = super.isFree(subject);
                if (!free) {
                    gate.complete(null);
                    first.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
                }
                return free;
            }
        };
        Event earlier = event("order/1", 1);
        Event waiting = event("order/1", 2);
        Event other = event("order/2", 1);
        Event another = event("order/3", 1);
        consumer.onAlone(event -> event.equals(earlier)
                ? Uni.createFrom().completionStage(gate)
                : Uni.createFrom().voidItem());
        subscribe(lanes, earlier).thenAccept(first::complete);

        CompletableFuture<Set<String>> second = subscribe(lanes, waiting, other, another);

        assertThat(second).succeedsWithin(TIMEOUT).isEqualTo(Set.of());
        assertThat(consumer.together).containsExactly(List.of(other, another));
        assertThat(consumer.alone).containsExactly(earlier, waiting);
    }

    private CompletableFuture<Set<String>> subscribe(SubjectLanes lanes, Event... events) {
        return consumption
                .consume(
                        consumer,
                        Arrays.stream(events)
                                .map(BatchConsumptionTests::delivery)
                                .toList(),
                        lanes,
                        messageId -> {})
                .subscribeAsCompletionStage();
    }

    private long count(Event event) {
        return consumer.alone.stream().filter(event::equals).count();
    }

    private static void await(CompletableFuture<Void> signal) {
        signal.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private Set<String> consume(Event... events) {
        return consumption
                .consume(
                        consumer,
                        Arrays.stream(events)
                                .map(BatchConsumptionTests::delivery)
                                .toList())
                .await()
                .atMost(TIMEOUT);
    }

    private static Set<String> linked(SpanData span) {
        return span.getLinks().stream()
                .map(LinkData::getSpanContext)
                .map(context -> context.getSpanId())
                .collect(toSet());
    }

    private static Delivery delivery(Event event) {
        return new Delivery(event.id(), EventCodec.write(event));
    }

    private static Event event(String subject, long sequence) {
        return TestEvents.event(subject, sequence, Instant.now());
    }

    private static Event traced(Event event, String traceId) {
        return TestEvents.traced(event, "00-" + traceId + "-00f067aa0ba902b7-01");
    }

    private static final class RecordingConsumer implements BatchEventConsumer {

        private final List<List<Event>> together = new CopyOnWriteArrayList<>();
        private final List<Event> alone = new CopyOnWriteArrayList<>();
        private Function<List<Event>, Uni<Void>> togetherEffect =
                events -> Uni.createFrom().voidItem();
        private Function<Event, Uni<Void>> aloneEffect =
                event -> Uni.createFrom().voidItem();

        void onTogether(Function<List<Event>, Uni<Void>> effect) {
            togetherEffect = effect;
        }

        void onAlone(Function<Event, Uni<Void>> effect) {
            aloneEffect = effect;
        }

        @Override
        public String queue() {
            return "test-queue";
        }

        @Override
        public Uni<Void> onAll(List<Event> events) {
            together.add(events);
            return togetherEffect.apply(events);
        }

        @Override
        public Uni<Void> on(Event event) {
            alone.add(event);
            return aloneEffect.apply(event);
        }
    }
}
