package stage5.kit.events.outbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static stage5.kit.events.dynamodb.Attributes.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.TableLease;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.envelope.SameContext;
import stage5.kit.events.envelope.TestSpans;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;

/** Sweeps as two processes of one service, with the local cloud's table and topic; the sweep schedule is off. */
@QuarkusTest
@TestProfile(SweeperTests.NoTimer.class)
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SweeperTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final int EVENTS_PER_COMMIT = 50;
    private static final String REGISTERED = "stage5.user.registered.v1";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Disables the schedule and gives DynamoDB a long time-out. */
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
    OutboxItems items;

    @Inject
    OutboxRemoval removal;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "stage5.testing.console-url")
    String console;

    @ConfigProperty(name = "quarkus.sqs.endpoint-override")
    String sqs;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Instant now = Instant.now();
    private final Set<Event> received = new HashSet<>();
    private TableLease lease;
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
            throw new UnsupportedOperationException("The tests use UTC");
        }
    };

    @BeforeEach
    void createSweepers() {
        lease = new TableLease(dynamo, clock, "users");
        one = sweeper(metrics);
        other = sweeper(new SimpleMeterRegistry());
    }

    private Sweeper sweeper(SimpleMeterRegistry metrics) {
        Outbox outbox = new Outbox(dynamo, clock, items, metrics, "users");
        return new Sweeper(
                outbox,
                new LeftBehindPages(outbox, new Predecessors(outbox, items)),
                removal,
                new TableLease(dynamo, clock, "users"),
                publishing,
                new SameContext(),
                TestSpans.none(),
                clock,
                metrics,
                new TestOutboxSettings(false, 4, Optional.empty(), GRACE, BUDGET));
    }

    @AfterEach
    void mend() {
        sns(Map.of());
        now = Instant.now().plus(BUDGET.multipliedBy(3));
        resultOf(one.sweep());
    }

    /**
     * How much one sweep publishes depends on the machine: events whose request times out are left to the next sweep.
     */
    @Test
    void shouldContinueAfterTheFirstPages_whenTheBacklogIsLong() {
        int firstPages = 4 * Outbox.PAGE_SIZE;
        List<Event> left = leaveBehind(
                IntStream.range(0, 2 * firstPages).mapToObj(i -> subject()).toList());
        later(GRACE.multipliedBy(2));

        assertThat(resultOf(one.sweep())).isGreaterThan(firstPages);

        await().atMost(TIMEOUT).until(() -> {
            resultOf(one.sweep());
            return depth() == 0;
        });
        await().atMost(TIMEOUT).until(() -> received().containsAll(left));
    }

    @Test
    void shouldPublishOnce_whenTwoProcessesSweepAtTheSameTime() {
        List<Event> left =
                leaveBehind(IntStream.range(0, 20).mapToObj(i -> subject()).toList());
        later(GRACE.multipliedBy(2));
        sns(Map.of("mode", "slow", "latencyMillis", 500));

        List<Integer> published =
                resultOf(Uni.join().all(one.sweep(), other.sweep()).andFailFast());

        assertThat(published).containsExactlyInAnyOrder(20, 0);
        await().atMost(TIMEOUT).until(() -> received().containsAll(left));
    }

    @Test
    void shouldNotPublish_whenADeadSweeperStillHoldsTheLease() {
        leaveBehind(List.of(subject()));
        later(GRACE.multipliedBy(2));
        lease.holding("sweep", Duration.ofSeconds(30), () -> Uni.createFrom().nothing(), () -> Uni.createFrom()
                        .failure(new AssertionError("Another process holds the lease")))
                .subscribe()
                .with(never -> {});
        await().atMost(TIMEOUT).until(() -> resultOf(dynamo.get("users", key("LEASE#sweep", "LEASE")))
                .isPresent());

        assertThat(resultOf(one.sweep())).isZero();
        later(Duration.ofSeconds(29));
        assertThat(resultOf(one.sweep())).isZero();
        assertThat(depth()).as("measured without the lease, too").isOne();
        later(Duration.ofSeconds(1));
        assertThat(resultOf(one.sweep())).isOne();
    }

    @Test
    void shouldMeasureTheOutbox_whenSnsIsDown() {
        Event left = leaveBehind(List.of(subject())).getFirst();
        now = left.time().plusSeconds(10);

        sns(Map.of("mode", "down"));
        assertThatThrownBy(() -> resultOf(one.sweep()))
                .hasMessageContaining("No event of the outbox could be published");

        assertThat(metrics.counter("stage5.outbox.sweep.failures").count()).isOne();
        assertThat(depth()).isOne();
        assertThat(age()).isCloseTo(10, within(0.01));
        later(Duration.ofSeconds(5));
        assertThat(age()).as("grows between sweeps").isCloseTo(15, within(0.01));
    }

    @Test
    void shouldNotPublishAnEvent_whenItsAttemptAfterTheCommitMayBeInFlight() {
        String subject = subject();
        Event first = leaveBehind(List.of(subject)).getFirst();
        sns(Map.of("mode", "down"));
        Event second = events.first(REGISTERED, subject, 2, Map.of());
        resultOf(store.commit(store.change().append(second)));
        sns(Map.of());

        now = first.time().plus(GRACE);
        assertThat(resultOf(one.sweep())).isZero();
        now = second.time().plus(GRACE).plusMillis(1);
        assertThat(resultOf(one.sweep())).isEqualTo(2);
    }

    @Test
    void shouldPublishTheRestLater_whenSnsRejectsAShare() {
        List<Event> left =
                leaveBehind(IntStream.range(0, 60).mapToObj(i -> subject()).toList());
        later(GRACE.multipliedBy(2));
        sns(Map.of("mode", "refusing", "share", 0.5, "seed", 11));

        int first = resultOf(one.sweep());
        sns(Map.of());
        int second = resultOf(one.sweep());

        assertThat(first).isBetween(1, 59);
        assertThat(first + second).isEqualTo(60);
        await().atMost(TIMEOUT).until(() -> received().containsAll(left));
    }

    /** Returns the first events of new subjects, committed while SNS is down. */
    private List<Event> leaveBehind(List<String> subjects) {
        sns(Map.of("mode", "down"));
        List<Event> left = subjects.stream()
                .map(subject -> events.first(REGISTERED, subject, 1, Map.of("email", "ada@example.com")))
                .toList();
        resultOf(Multi.createFrom()
                .iterable(left)
                .group()
                .intoLists()
                .of(EVENTS_PER_COMMIT)
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
        return store.commit(change);
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

    /** Returns the events that the queue {@code notification-mails} has delivered to this test so far. */
    private Set<Event> received() {
        JsonNode messages;
        do {
            messages = receive();
            messages.forEach(
                    message -> received.add(EventCodec.read(message.path("Body").asText())));
        } while (!messages.isEmpty());
        return received;
    }

    private JsonNode receive() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sqs))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS.ReceiveMessage")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"QueueUrl": "%s/000000000000/notification-mails", "MaxNumberOfMessages": 10}""".formatted(sqs)))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body()).path("Messages");
        } catch (IOException e) {
            throw new UncheckedIOException("The local cloud does not respond", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
