package stage5.kit.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static stage5.kit.dynamo.Attributes.key;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.container.MailsConsumer;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventFactory;
import stage5.kit.testing.LocalCloudResource;

/** Sweeps of two processes of one service, over the real table and topic; no timer sweeps meanwhile. */
@QuarkusTest
@TestProfile(SweeperTests.NoTimer.class)
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SweeperTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final int A_COMMIT = 50; // events
    private static final String REGISTERED = "stage5.user.registered.v1";

    /** The service without its own sweeps, and patient with the table. */
    public static final class NoTimer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.enabled",
                    "false",
                    "stage5.outbox.in-background",
                    "false",
                    "stage5.dynamo.time-budget",
                    "30S");
        }
    }

    @Inject
    EventStore store;

    @Inject
    EventFactory events;

    @Inject
    Publishing publishing;

    @Inject
    Dynamo dynamo;

    @Inject
    MailsConsumer consumer;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "stage5.testing.console-url")
    String console;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Instant now = Instant.now();
    private Outbox outbox;
    private Lease lease;
    private Sweeper one;
    private Sweeper other;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("Nobody here needs another zone");
        }
    };

    @BeforeEach
    void createSweepers() {
        outbox = new Outbox(dynamo, clock, metrics, "users");
        lease = new Lease(dynamo, clock, "users");
        one = new Sweeper(outbox, lease, publishing, clock, metrics, GRACE, BUDGET);
        other = new Sweeper(
                new Outbox(dynamo, clock, new SimpleMeterRegistry(), "users"),
                new Lease(dynamo, clock, "users"),
                publishing,
                clock,
                new SimpleMeterRegistry(),
                GRACE,
                BUDGET);
    }

    @AfterEach
    void mend() {
        sns(Map.of());
        now = Instant.now().plus(BUDGET.multipliedBy(3));
        done(one.sweep());
    }

    /** How much of it one sweep takes is the machine's affair: a request that times out is left to the next one. */
    @Test
    void shouldGoOnBehindTheFirstPages_whenABacklogHasMany() {
        int firstPages = EventStore.OUTBOX_SHARDS * Outbox.PAGE;
        List<Event> left = leaveBehind(
                IntStream.range(0, 2 * firstPages).mapToObj(i -> subject()).toList());
        later(GRACE.multipliedBy(2));

        assertThat(done(one.sweep())).isGreaterThan(firstPages);

        await().atMost(PATIENCE)
                .until(() -> done(one.sweep().chain(outbox::measure)).isEmpty());
        assertThat(depth()).isZero();
        await().atMost(PATIENCE).until(() -> consumer.heard().containsAll(left));
    }

    @Test
    void shouldPublishOnce_whenTwoSweepAtTheSameTime() {
        List<Event> left =
                leaveBehind(IntStream.range(0, 20).mapToObj(i -> subject()).toList());
        later(GRACE.multipliedBy(2));
        sns(Map.of("mode", "slow", "latencyMillis", 500));

        List<Integer> published =
                done(Uni.join().all(one.sweep(), other.sweep()).andFailFast());

        assertThat(published).containsExactlyInAnyOrder(20, 0);
        await().atMost(PATIENCE).until(() -> consumer.heard().containsAll(left));
    }

    @Test
    void shouldWaitForADeadSweeper_untilItsLeaseIsOver() {
        leaveBehind(List.of(subject()));
        later(GRACE.multipliedBy(2));
        lease.holding("sweep", Duration.ofSeconds(30), () -> Uni.createFrom().nothing(), () -> Uni.createFrom()
                        .failure(new AssertionError("The lease was not free")))
                .subscribe()
                .with(never -> {});
        await().atMost(PATIENCE).until(() -> done(dynamo.get("users", key("LEASE#sweep", "LEASE")))
                .isPresent());

        assertThat(done(one.sweep())).isZero();
        later(Duration.ofSeconds(29));
        assertThat(done(one.sweep())).isZero();
        assertThat(depth()).as("measured by who has no lease, too").isOne();
        later(Duration.ofSeconds(1));
        assertThat(done(one.sweep())).isOne();
    }

    @Test
    void shouldMeasure_whenSnsIsDown() {
        Event left = leaveBehind(List.of(subject())).getFirst();
        now = left.time().plusSeconds(10);

        sns(Map.of("mode", "down"));
        assertThatThrownBy(() -> done(one.sweep())).hasMessageContaining("Nothing leaves the outbox");

        assertThat(metrics.counter("stage5.outbox.sweep.failures").count()).isOne();
        assertThat(depth()).isOne();
        assertThat(age()).isCloseTo(10, within(0.01));
        later(Duration.ofSeconds(5));
        assertThat(age()).as("goes on between the sweeps").isCloseTo(15, within(0.01));
    }

    @Test
    void shouldLeaveAnEventAlone_whileItsOwnAttemptMayBeUnderWay() {
        String subject = subject();
        Event first = leaveBehind(List.of(subject)).getFirst();
        sns(Map.of("mode", "down"));
        Event second = events.first(REGISTERED, subject, 2, Map.of());
        done(store.change().append(second).commit());
        sns(Map.of());

        now = first.time().plus(GRACE);
        assertThat(done(one.sweep())).isZero();
        now = second.time().plus(GRACE).plusMillis(1);
        assertThat(done(one.sweep())).isEqualTo(2);
    }

    @Test
    void shouldTakeTheRestLater_whenSnsRefusesAShare() {
        List<Event> left =
                leaveBehind(IntStream.range(0, 60).mapToObj(i -> subject()).toList());
        later(GRACE.multipliedBy(2));
        sns(Map.of("mode", "refusing", "share", 0.5, "seed", 11));

        int first = done(one.sweep());
        sns(Map.of());
        int second = done(one.sweep());

        assertThat(first).isBetween(1, 59);
        assertThat(first + second).isEqualTo(60);
        await().atMost(PATIENCE).until(() -> consumer.heard().containsAll(left));
    }

    /** Returns the first events of new subjects, committed while SNS was down. */
    private List<Event> leaveBehind(List<String> subjects) {
        sns(Map.of("mode", "down"));
        List<Event> left = subjects.stream()
                .map(subject -> events.first(REGISTERED, subject, 1, Map.of("email", "ada@example.com")))
                .toList();
        done(Multi.createFrom()
                .iterable(left)
                .group()
                .intoLists()
                .of(A_COMMIT)
                .onItem()
                .transformToUniAndConcatenate(this::commit)
                .collect()
                .last());
        sns(Map.of());
        now = left.getFirst().time();
        return left;
    }

    private Uni<Void> commit(List<Event> together) {
        Change change = store.change();
        together.forEach(change::append);
        return change.commit();
    }

    private static String subject() {
        return "user/" + UUID.randomUUID();
    }

    private void later(Duration by) {
        now = now.plus(by);
    }

    private double depth() {
        return metrics.get("stage5.outbox.depth").gauge().value();
    }

    private double age() {
        return metrics.get("stage5.outbox.age").gauge().value();
    }

    private void sns(Map<String, Object> fault) {
        given().contentType(ContentType.JSON)
                .body(fault)
                .put(console + "/faults/sns")
                .then()
                .statusCode(200);
        breakers.resetAll();
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
