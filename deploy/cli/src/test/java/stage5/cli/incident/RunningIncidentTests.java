package stage5.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.StackException;

class RunningIncidentTests {

    private static final Duration STEP = Duration.ofMillis(1);
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path directory;

    private final Clock clock = new SecondsClock();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private StubConsole console;
    private IncidentShop shop;
    private IncidentFolder folder;
    private RunningIncident running;

    @BeforeEach
    void begin() throws IOException {
        console = new StubConsole();
        shop = new IncidentShop(console.address());
        folder = new IncidentFolder(directory.resolve("incident"));
        Incident incident = TestIncident.in(directory, TestIncident.YAML).require("orders-wait");
        running = new RunningIncident(incident, shop, folder, clock, new PrintStream(printed), STEP);
        running.begin(7, false);
    }

    @AfterEach
    void close() {
        shop.close();
        console.close();
    }

    @Test
    void shouldInjectTheFaultWithItsTimeToLive_afterTheCalm() throws InterruptedException {
        console.put("/faults", "{\"faults\": {\"payment\": {\"active\": true}}}");

        assertThat(running.run(() -> List.of("order-1"), Optional.empty())).isTrue();

        assertThat(console.requests())
                .filteredOn(request -> request.startsWith("PUT"))
                .containsExactly("PUT /faults/payment?ttl=30 {\"latencyMillis\":4000,\"seed\":7}");
        IncidentRun.Progress progress = folder.run().orElseThrow().progress();
        assertThat(progress.faultsAt()).isAfterOrEqualTo(START.plusSeconds(5));
        assertThat(progress.provedAt()).isNotNull();
        assertThat(progress.proof()).containsExactly("GET /faults /faults/payment/active is true: true");
        assertThat(progress.orders()).containsExactly("order-1");
        assertThat(progress.alarmAt()).isNull();
    }

    @Test
    void shouldReportNoEffect_whenTheInjectorIsDisabled() throws InterruptedException {
        console.put("/faults", "{\"faults\": {\"payment\": {\"active\": false}}}");

        assertThat(running.run(List::of, Optional.empty())).isFalse();

        assertThat(folder.run().orElseThrow().progress().provedAt()).isNull();
    }

    @Test
    void shouldRevealNothing_whileItRuns() throws InterruptedException {
        console.put("/faults", "{\"faults\": {\"payment\": {\"active\": true}}}");

        running.run(List::of, Optional.of(new RaisedAlarm()));

        assertThat(printed.toString().lines())
                .containsExactlyInAnyOrder(
                        "The incident has begun. Healthy orders: none",
                        "It has taken effect.",
                        "An alarm has fired: ./stage5 alarms shows which. Orders since: none");
        assertThat(folder.run().orElseThrow().progress().alarmAt()).isNotNull();
    }

    @Test
    void shouldEnd_whenItIsStopped() throws InterruptedException {
        folder.stop();

        assertThat(running.run(List::of, Optional.empty())).isFalse();

        assertThat(console.requests()).noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    void shouldRefuseASecondIncident_whileOneIsInProgress() {
        assertThatThrownBy(() -> running.begin(8, false))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("in progress");

        folder.stop();
        running.begin(8, true);
        assertThat(folder.run().orElseThrow().seed()).isEqualTo(8);
        assertThat(Files.exists(directory.resolve("incident").resolve("stopped")))
                .isFalse();
    }

    /** Each look at this clock takes a second. */
    private static final class SecondsClock extends Clock {

        private final AtomicLong seconds = new AtomicLong();

        @Override
        public Instant instant() {
            return START.plusSeconds(seconds.getAndIncrement() / 2);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** An alarm that is always raised. */
    private static final class RaisedAlarm implements AlarmWatch {

        @Override
        public boolean await(String alarm, boolean raised, Duration limit) {
            return true;
        }

        @Override
        public Set<String> firing(Duration time) {
            return Set.of();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
