package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.InMemoryDynamoDb;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.FinishedSpans;
import stage5.kit.events.envelope.MessagingSpans;
import stage5.kit.events.envelope.TestEvents;
import stage5.kit.events.envelope.TestSpans;
import stage5.kit.events.projection.ReadModelStateStore.StoredState;

class ProjectionsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String TABLE = "orders";

    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    private final ReadModelStateStore states = new ReadModelStateStore(new Dynamo(dynamoDb, TIMEOUT), TABLE);
    private final InMemoryReadModel model = new InMemoryReadModel();
    private final Projections projections =
            new Projections(states, new EventTrace(vertx), metrics, clock, TestReadModelSettings.ONE_STEP);

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldProjectToTheFirstGeneration_whenThereWasNoRebuild() {
        project(event(1));

        assertThat(model.projectedTo()).containsExactly(1L);
        assertThat(activeGeneration()).isOne();
    }

    @Test
    void shouldProjectToEveryLiveGeneration_activeOneFirst() {
        store(new ReadModelGenerations(5, 3L, 6L, 6, List.of(4L)));

        project(event(1));

        assertThat(model.projectedTo()).containsExactly(5L, 3L, 6L);
        assertThat(activeGeneration()).isEqualTo(5);
    }

    @Test
    void shouldFail_whenAGenerationFails() {
        model.failProjections(new IllegalStateException("the store is down"));

        assertThatThrownBy(() -> project(event(1))).hasMessage("the store is down");
    }

    @Test
    void shouldUseCachedGenerations_untilTheCacheExpires() {
        store(new ReadModelGenerations(1, null, null, 1, List.of()));
        assertThat(activeGeneration()).isOne();
        store(new ReadModelGenerations(2, 1L, null, 2, List.of()));

        clock.advance(Duration.ofMillis(999));
        assertThat(activeGeneration()).isOne();
        clock.advance(Duration.ofMillis(1));
        assertThat(activeGeneration()).isEqualTo(2);
    }

    @Test
    void shouldReadTheGenerationsAgain_whenTheClockIsSetBack() {
        store(new ReadModelGenerations(1, null, null, 1, List.of()));
        assertThat(activeGeneration()).isOne();
        store(new ReadModelGenerations(2, 1L, null, 2, List.of()));

        clock.advance(Duration.ofHours(-1));

        assertThat(activeGeneration()).isEqualTo(2);
    }

    @Test
    void shouldNotStoreOrCacheAState_whenAQueryComesBeforeTheFirstEvent() {
        assertThat(activeGeneration()).isOne();

        assertThat(dynamoDb.size(TABLE)).isZero();
        store(new ReadModelGenerations(2, 1L, null, 2, List.of()));
        assertThat(activeGeneration()).isEqualTo(2);
    }

    @Test
    void shouldMeasureTheLagOnce_whenAnEventChangesTheActiveGeneration() {
        store(new ReadModelGenerations(5, 3L, 6L, 6, List.of()));
        Event event = event(1);
        clock.advance(Duration.ofMillis(250));

        project(event);

        assertThat(lag().count()).isOne();
        assertThat(lag().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(250);
    }

    @Test
    void shouldProjectAndMeasureTheHighestAge_whenAnEventIsDatedInYearOne() {
        project(TestEvents.event("order/1", 1, Instant.parse("0001-01-01T00:00:00Z")));

        assertThat(model.entriesOf(1)).containsEntry("order/1", "1");
        assertThat(lag().totalTime(TimeUnit.DAYS)).isEqualTo(Event.MAX_AGE.toDays());
    }

    @Test
    void shouldNotMeasureTheLag_whenAnEventIsADuplicate() {
        project(event(1));

        project(event(1));

        assertThat(lag().count()).isOne();
    }

    @Test
    void shouldSayDuplicateInTheSpan_whenAnEventChangesNothing() {
        FinishedSpans finished = new FinishedSpans();
        try (SdkTracerProvider tracing =
                SdkTracerProvider.builder().addSpanProcessor(finished).build()) {
            MessagingSpans spans = TestSpans.of(tracing.get("test"));

            projectWithin(spans, event(1));
            projectWithin(spans, event(1));
        }

        assertThat(finished.named("process test-queue"))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("stage5.message.outcome")))
                .containsExactly("done", "duplicate");
    }

    @Test
    void shouldNotMeasureTheLag_whenOnlyTheNewGenerationChanges() {
        store(new ReadModelGenerations(1, null, 2L, 2, List.of()));
        model.set(1, "order/1", "9");

        project(event(1));

        assertThat(model.entriesOf(2)).containsEntry("order/1", "1");
        assertThat(metrics.find("stage5.projection.lag").timer()).isNull();
    }

    private void projectWithin(MessagingSpans spans, Event event) {
        resultOf(new EventTrace(vertx)
                .within(
                        () -> spans.process("test-queue", new Delivery("m1", "{}"), event, Context.root()),
                        () -> projections.project(model, event)));
    }

    private void project(Event event) {
        resultOf(projections.project(model, event));
    }

    private long activeGeneration() {
        return resultOf(projections.activeGeneration(model));
    }

    /** Stores these generations as a rebuild does, and creates them. */
    private void store(ReadModelGenerations generations) {
        StoredState before = resultOf(states.getOrCreate(model));
        resultOf(states.replace(model, before, before.released(before.state().with(generations), 0)));
        generations.live().forEach(model::create);
    }

    private Timer lag() {
        return metrics.get("stage5.projection.lag")
                .tag("model", InMemoryReadModel.NAME)
                .timer();
    }

    private Event event(long sequence) {
        return TestEvents.event("order/1", sequence, clock.instant());
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
