package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.InMemoryDynamoDb;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.SameContext;
import stage5.kit.events.envelope.TestEvents;

class GatheredProjectionTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final List<List<Event>> batches = new CopyOnWriteArrayList<>();
    private Function<List<Event>, Uni<List<Event>>> store = Uni.createFrom()::item;

    @Test
    void shouldProjectTheEventsOfSeveralCallersTogether_whenTheTimeIsOver() {
        GatheredProjection gathered = gathered(SHORT);
        List<Event> events = events(3);

        List<CompletableFuture<Void>> added = add(gathered, events);

        assertThat(batches).isEmpty();
        join(added);
        assertThat(batches).containsExactly(events);
        add(gathered, events).forEach(CompletableFuture::join);
        assertThat(batches).containsExactly(events, events);
    }

    @Test
    void shouldNotWait_whenTheEventsFillACall() {
        List<Event> events = events(Dynamo.MAX_WRITES + 1);

        List<CompletableFuture<Void>> added = add(gathered(NEVER), events);

        join(added.subList(0, Dynamo.MAX_WRITES));
        assertThat(batches).containsExactly(events.subList(0, Dynamo.MAX_WRITES));
        assertThat(added.getLast()).isNotDone();
    }

    @Test
    void shouldProjectTheNextEvents_whenTheTimerOfAFullBatchEnds() {
        GatheredProjection gathered = gathered(SHORT);
        List<Event> events = events(Dynamo.MAX_WRITES + 2);

        join(add(gathered, events));

        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(events);
    }

    @Test
    void shouldFailForEachCaller_whenTheStoreFails() {
        store = events -> Uni.createFrom().failure(new IllegalStateException("the store is down"));
        GatheredProjection gathered = gathered(SHORT);

        List<CompletableFuture<Void>> added = add(gathered, events(2));

        assertThat(added).allSatisfy(one -> assertThatThrownBy(one::join).hasMessageContaining("the store is down"));
        store = Uni.createFrom()::item;
        join(add(gathered, events(1)));
    }

    private static List<CompletableFuture<Void>> add(GatheredProjection gathered, List<Event> events) {
        List<CompletableFuture<Void>> added = new ArrayList<>();
        events.forEach(event -> added.add(gathered.add(event).subscribeAsCompletionStage()));
        return added;
    }

    private static void join(List<CompletableFuture<Void>> added) {
        added.forEach(
                one -> one.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join());
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TestEvents.event("order/" + i, 1, Instant.EPOCH))
                .toList();
    }

    private GatheredProjection gathered(Duration gather) {
        Projections projections = new Projections(
                new ReadModelStateStore(new Dynamo(new InMemoryDynamoDb(), TIMEOUT), "orders"),
                new SameContext(),
                new SimpleMeterRegistry(),
                new ManualClock(),
                TestReadModelSettings.ONE_STEP);
        return new GatheredProjection(projections, new Recording(), new SameContext(), gather);
    }

    /** A read model that applies events together, and records them. */
    private final class Recording implements ReadModel {

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public Uni<Void> create(long generation) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Boolean> exists(long generation) {
            return Uni.createFrom().item(true);
        }

        @Override
        public Uni<Boolean> project(long generation, Event event) {
            throw new UnsupportedOperationException("Events are gathered");
        }

        @Override
        public Uni<List<Event>> projectAll(long generation, List<Event> events) {
            batches.add(events);
            return store.apply(events);
        }

        @Override
        public Uni<EntryPage> entries(long generation, String cursor) {
            throw new UnsupportedOperationException("The tests do not read");
        }

        @Override
        public Uni<Map<String, String>> digests(long generation, Collection<String> keys) {
            throw new UnsupportedOperationException("The tests do not read");
        }

        @Override
        public Uni<String> drop(long generation, String cursor) {
            throw new UnsupportedOperationException("The tests do not drop");
        }
    }
}
