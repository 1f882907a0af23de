package stage5.acceptance.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.cli.incident.AlarmWatch;
import stage5.cli.incident.Incident;
import stage5.cli.incident.IncidentFolder;
import stage5.cli.incident.IncidentLoad;
import stage5.cli.incident.IncidentRun;
import stage5.cli.incident.IncidentShop;
import stage5.cli.incident.Incidents;
import stage5.cli.incident.RunningIncident;
import stage5.stack.Form;
import stage5.stack.Project;

/**
 * Runs each incident with its load: its fault is proven, its alarm fires in time, its query returns the spans that show the cause,
 * and its mitigation ends it. {@code -Dstage5.incidents.seeds=5} runs each with as many seeds, {@code
 * -Dstage5.incidents.only=ID,ID} only those, {@code -Dstage5.incidents.seed=N} with that seed only.
 */
@Tag("nightly")
class IncidentsIT {

    private static final int SEEDS = Integer.getInteger("stage5.incidents.seeds", 1);
    private static final Optional<Long> SEED = Optional.ofNullable(Long.getLong("stage5.incidents.seed"));
    private static final Optional<String> ONLY = Optional.ofNullable(System.getProperty("stage5.incidents.only"));
    private static final Duration WARM = Duration.ofSeconds(20);
    private static final Duration CONTROL = Duration.ofSeconds(90);

    /** Slower than an incident's, so that a busy machine raises no alarm on ages: a message of 30 s is too old. */
    private static final int CONTROL_SPEED = 10;

    private final List<Incident> incidents = Incidents.of(Project.locate()).all();
    private final IncidentFolder folder = IncidentFolder.of(ShopUnderTest.stack());
    private IncidentShop shop;

    static Stream<Arguments> incidents() {
        Incidents all = Incidents.of(Project.locate());
        return ONLY.map(ids -> Stream.of(ids.split(",")).map(all::require))
                .orElseGet(() -> all.of(ShopUnderTest.commonForm()).stream())
                .flatMap(incident -> seeds(incident).mapToObj(seed -> Arguments.of(incident.id(), seed)));
    }

    private static LongStream seeds(Incident incident) {
        return SEED.map(LongStream::of).orElseGet(() -> LongStream.range(incident.seed(), incident.seed() + SEEDS));
    }

    @BeforeEach
    void open() {
        shop = new IncidentShop(ShopUnderTest.ports().console());
        ShopUnderTest.awaitIdle();
    }

    @AfterEach
    void clear() throws InterruptedException {
        for (Incident incident : incidents) {
            shop.clear(incident);
        }
        shop.close();
        ShopUnderTest.awaitIdle();
        run("dlq redrive"); // events of real orders, which later tests may miss
        ShopUnderTest.awaitIdle();
        run("dlq purge --yes");
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("incidents")
    void shouldBeProvenFoundAndEnded(String id, long seed) throws InterruptedException {
        Incident incident = Incidents.of(Project.locate()).require(id);
        RunningIncident running = new RunningIncident(incident, shop, folder, Clock.systemUTC(), System.out);
        assertThat(shop.holds(incident.proof())).as("before the fault").isFalse();
        Instant start;
        try (AlarmWatch alarms = ShopUnderTest.alarms(incident.alarm().speed())) {
            try (IncidentLoad load = load(incident.load(), seed)) {
                awaitWarm();
                start = Instant.now();
                running.begin(seed, false);
                assertThat(running.run(load::newestOrders, Optional.of(alarms)))
                        .as("the fault has taken effect")
                        .isTrue();
            }
            IncidentRun.Progress progress = folder.run().orElseThrow().progress();
            assertThat(progress.alarmAt()).as(incident.alarm().name()).isNotNull();
            assertThat(Duration.between(progress.faultsAt(), progress.alarmAt()))
                    .isLessThanOrEqualTo(incident.alarm().within());
            assertThat(shop.spans(incident.trace(), progress.faultsAt()))
                    .as("the spans that show the cause")
                    .isNotEmpty();
            assertThat(shop.spans(incident.trace(), start))
                    .as("none of them is older than the fault")
                    .allMatch(span -> span.endNanos() >= nanos(progress.faultsAt()));
            mitigate(incident);
            assertThat(alarms.await(
                            incident.alarm().name(),
                            false,
                            incident.mitigation().within()))
                    .as("the alarm is over")
                    .isTrue();
        }
        await("the mitigation works")
                .atMost(incident.mitigation().within().plus(TestTimeouts.EFFECT))
                .until(() -> shop.holds(incident.mitigation().recovery()));
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        String order = ada.order(ShopUnderTest.anySku(), 1).expect(202).field("id");
        assertThat(ada.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");
    }

    @Test
    void shouldFireNothingAndShowNothing_whenThereIsNoFault() throws InterruptedException {
        Instant start;
        try (IncidentLoad load = load(control(), 1)) {
            awaitWarm();
            start = Instant.now();
            try (AlarmWatch alarms = ShopUnderTest.alarms(CONTROL_SPEED)) {
                assertThat(alarms.firing(CONTROL))
                        .filteredOn(alarm -> !isMissedByHealthyFunctions(alarm))
                        .isEmpty();
            }
            assertThat(load.accepted()).isPositive();
        }
        for (Incident incident : incidents) {
            assertThat(shop.holds(incident.proof())).as(incident.id()).isFalse();
            assertThat(shop.spans(incident.trace(), start)).as(incident.id()).isEmpty();
        }
    }

    /** Functions on the JVM miss the latency objectives of production, warm ones, too. */
    private static boolean isMissedByHealthyFunctions(String alarm) {
        return ShopUnderTest.commonForm() == Form.LAMBDA && alarm.contains("-latency-burns-");
    }

    private static Incident.Load control() {
        return new Incident.Load(
                ShopUnderTest.orderRate(2), ShopUnderTest.orderRate(1), null, null, Duration.ZERO, CONTROL);
    }

    /** Waits until the load starts no more environments of functions: each of these starts is a cold one, too. */
    private static void awaitWarm() {
        if (ShopUnderTest.commonForm() == Form.LAMBDA) {
            AtomicLong starts = new AtomicLong(-1);
            await("the functions are warm")
                    .atMost(WARM.multipliedBy(10))
                    .during(WARM)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        long now = ShopUnderTest.coldStarts();
                        return starts.getAndSet(now) == now;
                    });
        }
    }

    private static IncidentLoad load(Incident.Load load, long seed) throws InterruptedException {
        return IncidentLoad.start(ShopUnderTest.ports().gateway(), ShopUnderTest.skus(), load, seed);
    }

    /** As an operator does: the next command follows once the messages in flight are done or dead. */
    private static void mitigate(Incident incident) {
        for (String command : incident.mitigation().commands()) {
            run(command);
            ShopUnderTest.awaitIdle();
        }
    }

    private static void run(String command) {
        String[] words = command.split(" ");
        String[] rest = Stream.of(words).skip(1).toArray(String[]::new);
        assertThat(ShopUnderTest.runCommand(words[0], rest).exitCode())
                .as(command)
                .isZero();
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
