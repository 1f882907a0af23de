package stage5.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the behaviour that AWS documents for <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">the lifecycle of an execution
 * environment</a> and for <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">concurrency</a>.
 */
@DisabledOnOs(OS.WINDOWS)
class ExecutionEnvironmentTests {

    private static final Duration IDLE_LIMIT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private ProbeFunction function;

    @BeforeEach
    void start() throws Exception {
        function = new ProbeFunction(directory, IDLE_LIMIT);
    }

    @AfterEach
    void close() {
        function.close();
    }

    @Test
    void shouldReuseTheEnvironment_whenOneInvocationFollowsAnother() throws Exception {
        function.deploy(Duration.ofSeconds(20), 5, Map.of());

        long first = function.response("{}").path("pid").asLong();
        long second = function.response("{}").path("pid").asLong();

        assertThat(second).isEqualTo(first);
        assertThat(function.status().coldStarts()).isEqualTo(1);
    }

    @Test
    void shouldStartAnother_whenAllAreBusy_andThrottle_whenTheConcurrencyIsUsedUp() throws Exception {
        function.deploy(Duration.ofSeconds(20), 2, Map.of());
        Path go = directory.resolve("go");
        List<CompletableFuture<InvocationOutcome>> waiting = List.of(
                function.invoke("{'do':'wait','for':'%s'}".formatted(go)),
                function.invoke("{'do':'wait','for':'%s'}".formatted(go)));

        InvocationOutcome third = function.outcome("{}");
        Files.createFile(go);

        assertThat(third).isInstanceOfSatisfying(InvocationOutcome.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.type()).isEqualTo("TooManyRequestsException");
        });
        long one = ProbeFunction.response(ProbeFunction.get(waiting.get(0)))
                .path("pid")
                .asLong();
        long other = ProbeFunction.response(ProbeFunction.get(waiting.get(1)))
                .path("pid")
                .asLong();
        assertThat(one).isNotEqualTo(other);
        assertThat(function.status().throttles()).isEqualTo(1);
    }

    @Test
    void shouldQueueInvocations_whenTheMachinesLimitOfEnvironmentsIsReached() throws Exception {
        function.deploy(Duration.ofSeconds(60), 9, Map.of());
        Path go = directory.resolve("go");
        List<CompletableFuture<InvocationOutcome>> waiting = Stream.generate(
                        () -> function.invoke("{'do':'wait','for':'%s'}".formatted(go)))
                .limit(9)
                .toList();

        InvocationOutcome tenth = function.outcome("{}");
        Files.createFile(go);

        assertThat(tenth).isInstanceOf(InvocationOutcome.Refused.class);
        for (CompletableFuture<InvocationOutcome> one : waiting) {
            assertThat(ProbeFunction.response(ProbeFunction.get(one))
                            .path("pid")
                            .asLong())
                    .isPositive();
        }
        assertThat(function.status().coldStarts()).isBetween(1L, 6L);
    }

    /** The emulator's limit is six environments per function. */
    @Test
    void shouldThrottleWaitingInvocations_whenTheyHaveWaitedTooLong() throws Exception {
        Path own = Files.createDirectory(directory.resolve("own"));
        Path go = own.resolve("go");
        try (ProbeFunction impatient = new ProbeFunction(own, IDLE_LIMIT, Duration.ofSeconds(1))) {
            impatient.deploy(Duration.ofSeconds(60), 9, Map.of());
            List<CompletableFuture<InvocationOutcome>> all = Stream.generate(
                            () -> impatient.invoke("{'do':'wait','for':'%s'}".formatted(go)))
                    .limit(9)
                    .toList();

            Object first = ProbeFunction.get(CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new)));
            Files.createFile(go);
            long throttled = 0;
            for (CompletableFuture<InvocationOutcome> one : all) {
                throttled += ProbeFunction.get(one) instanceof InvocationOutcome.Refused ? 1 : 0;
            }

            assertThat(first)
                    .isInstanceOfSatisfying(InvocationOutcome.Refused.class, refused -> assertThat(refused.status())
                            .isEqualTo(429));
            assertThat(throttled).isBetween(1L, 8L);
            assertThat(impatient.status().throttles()).isEqualTo(throttled);
            assertThat(impatient.status().invocations()).isEqualTo(9 - throttled);
        }
    }

    @Test
    void shouldThrottleNewAndOverdueInvocations_whenTheQueueStands() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Path own = Files.createDirectory(directory.resolve("own"));
        Path first = own.resolve("first");
        Path second = own.resolve("second");
        try (ProbeFunction busy =
                new ProbeFunction(own, IDLE_LIMIT, TIMEOUT, ExecutionEnvironment.INIT_LIMIT, now::get)) {
            busy.deploy(Duration.ofMinutes(5), 1_000, Map.of());
            Stream.generate(() -> busy.invoke("{'do':'wait','for':'%s'}".formatted(first)))
                    .limit(6)
                    .toList();
            await().atMost(TIMEOUT).until(() -> busy.status().busy() == 6);
            List<CompletableFuture<InvocationOutcome>> queued = Stream.generate(
                            () -> busy.invoke("{'do':'wait','for':'%s'}".formatted(second)))
                    .limit(8)
                    .toList();
            Files.createFile(first);
            await().atMost(TIMEOUT)
                    .until(() -> busy.status().starting() == 2 && busy.status().busy() == 6);

            now.set(now.get().plus(InvocationQueue.LONGEST_BURST).plusMillis(1));
            InvocationOutcome fresh = busy.outcome("{}");
            Files.createFile(second);
            List<InvocationOutcome> outcomes = new ArrayList<>();
            for (CompletableFuture<InvocationOutcome> one : queued) {
                outcomes.add(ProbeFunction.get(one));
            }

            assertThat(fresh).isInstanceOf(InvocationOutcome.Refused.class);
            assertThat(outcomes.subList(0, 6)).hasOnlyElementsOfType(InvocationOutcome.Response.class);
            assertThat(outcomes.subList(6, 8)).hasOnlyElementsOfType(InvocationOutcome.Refused.class);
            assertThat(busy.status().throttles()).isEqualTo(3);
            assertThat(busy.status().invocations()).isEqualTo(12);
            assertThat(busy.response("{}").path("pid").asLong()).isPositive();
        }
    }

    @Test
    @Tag("quiet")
    void shouldFreezeAllThreads_whenThereIsNoInvocation() throws Exception {
        function.deploy(Duration.ofSeconds(20), 1, Map.of());
        JsonNode before = function.response("{}");
        awaitStopped(before.path("pid").asLong());

        // While the process is stopped, the clock continues, but its busy thread does not run. It runs for some 100 ms
        // before the stop and after the restart, so both times are much longer than that.
        long frozenFor = 2000;
        CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(frozenFor, TimeUnit.MILLISECONDS));
        ProbeFunction.get(meanwhile);
        JsonNode after = function.response("{}");
        JsonNode busy = function.response("{'do':'spin','millis':2000}");
        JsonNode last = function.response("{}");

        assertThat(after.path("clock").asLong() - before.path("clock").asLong()).isGreaterThanOrEqualTo(frozenFor);
        long whileFrozen = after.path("ticks").asLong() - before.path("ticks").asLong();
        long whileBusy = last.path("ticks").asLong() - after.path("ticks").asLong();
        assertThat(busy.path("spins").asLong()).isPositive();
        assertThat(whileFrozen).isLessThan(whileBusy / 2);
    }

    /** Waits until the process is stopped: the report is written shortly before. */
    private static void awaitStopped(long pid) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (state(pid) != 'T') {
            assertThat(System.nanoTime())
                    .as("deadline to be frozen, state " + state(pid))
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static char state(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    @Test
    void shouldKillTheEnvironment_whenTheInvocationTimesOut() throws Exception {
        function.deploy(Duration.ofSeconds(5), 1, Map.of());
        long pid = function.response("{}").path("pid").asLong();

        JsonNode error = function.error("{'do':'hang'}");

        assertThat(error.path("errorType").asText()).isEqualTo("Sandbox.Timedout");
        assertThat(error.path("errorMessage").asText()).endsWith("Task timed out after 5.00 seconds");
        InvocationReport report = function.report(2);
        assertThat(report.status()).isEqualTo(InvocationReport.Status.TIMEOUT);
        assertThat(report.durationMillis()).isBetween(5_000.0, 20_000.0);
        assertThat(report.line()).contains("\tStatus: timeout");
        long next = function.response("{}").path("pid").asLong();
        assertThat(next).isNotEqualTo(pid);
        ProcessHandle.of(pid)
                .ifPresent(
                        dying -> dying.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(Files.readString(function.log()))
                .as("the thread dump")
                .contains("Full thread dump", "at " + ProbeRuntime.class.getName());
    }

    @Test
    void shouldFailTheInvocation_whenTheRuntimeExits() throws Exception {
        function.deploy(Duration.ofSeconds(20), 1, Map.of());

        JsonNode error = function.error("{'do':'exit'}");

        assertThat(error.path("errorType").asText()).isEqualTo("Runtime.ExitError");
        assertThat(error.path("errorMessage").asText()).endsWith("Runtime exited with error: exit status 3");
        assertThat(function.report(1).status()).isEqualTo(InvocationReport.Status.ERROR);
        assertThat(function.response("{}").path("pid").asLong()).isPositive();
    }

    @Test
    void shouldRepeatTheInitPhase_whenItFailed() throws Exception {
        Path starts = directory.resolve("starts");
        function.deploy(Duration.ofSeconds(20), 1, Map.of("INIT", "once-exit", "STARTS", starts.toString()));

        assertThat(function.response("{}").path("pid").asLong()).isPositive();

        assertThat(Files.readString(starts)).hasSize(2);
        InvocationReport report = function.report(1);
        assertThat(report.initMillis())
                .as("the repeated init phase is part of the invocation")
                .isNull();
        assertThat(Files.readString(function.log())).contains("INIT_REPORT", "Phase: init\tStatus: error");
    }

    @Test
    void shouldRepeatTheInitPhase_whenItTimesOut() throws Exception {
        Duration initLimit = Duration.ofSeconds(1);
        Path own = Files.createDirectory(directory.resolve("own"));
        Path starts = own.resolve("starts");
        try (ProbeFunction hanging = new ProbeFunction(own, IDLE_LIMIT, Duration.ofSeconds(30), initLimit)) {
            hanging.deploy(Duration.ofSeconds(15), 1, Map.of("INIT", "once-hang", "STARTS", starts.toString()));
            long start = System.nanoTime();

            assertThat(hanging.response("{}").path("pid").asLong()).isPositive();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(initLimit);
            assertThat(Files.readString(hanging.log())).contains("Phase: init\tStatus: timeout");
        }
        assertThat(ExecutionEnvironment.INIT_LIMIT).as("the limit of AWS").isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldFailTheInvocationWithTheInitError_whenTheRepeatedInitPhaseFails() throws Exception {
        Path starts = directory.resolve("starts");
        function.deploy(Duration.ofSeconds(15), 1, Map.of("INIT", "error", "STARTS", starts.toString()));

        JsonNode error = function.error("{}");

        assertThat(error.path("errorType").asText()).isEqualTo("Probe.NoInit");
        assertThat(Files.readString(starts)).hasSize(2);
        assertThat(function.status().errors()).isEqualTo(1);
    }

    @Test
    void shouldEndTheEnvironment_whenItReachesTheIdleLimit() throws Exception {
        Path own = Files.createDirectory(directory.resolve("own"));
        try (ProbeFunction shortLived = new ProbeFunction(own, Duration.ofMillis(300))) {
            shortLived.deploy(Duration.ofSeconds(20), 1, Map.of());
            long pid = shortLived.response("{}").path("pid").asLong();

            ProcessHandle.of(pid).map(ProcessHandle::onExit).ifPresent(CompletableFuture::join);

            assertThat(shortLived.status().idle()).isZero();
            assertThat(shortLived.response("{}").path("pid").asLong()).isNotEqualTo(pid);
        }
    }

    @Test
    void shouldBillTheInitPhaseAndTheWorkAfterTheResponse_whenReporting() throws Exception {
        function.deploy(Duration.ofSeconds(20), 1, Map.of());
        Path go = directory.resolve("go");

        ProbeFunction.response(ProbeFunction.get(function.invoke("{'do':'after','for':'%s'}".formatted(go))));
        assertThat(function.status().busy()).as("still busy after the response").isEqualTo(1);
        Files.createFile(go);
        InvocationReport cold = function.report(1);
        function.response("{}");
        InvocationReport warm = function.report(2);

        assertThat(cold.initMillis()).isPositive();
        assertThat(cold.billedMillis()).isEqualTo((long) Math.ceil(cold.initMillis() + cold.durationMillis()));
        assertThat(warm.initMillis()).isNull();
        assertThat(warm.billedMillis()).isEqualTo((long) Math.ceil(warm.durationMillis()));
        assertThat(warm.maxMemoryMiB()).isBetween(10, 500);
        assertThat(Files.readString(function.log()))
                .contains("START RequestId: " + warm.requestId() + " Version: $LATEST")
                .contains("END RequestId: " + warm.requestId())
                .contains(cold.line())
                .contains(warm.line());
        assertThat(cold.line())
                .matches("REPORT RequestId: [0-9a-f-]{36}\tDuration: [0-9]+\\.[0-9]{2} ms\tBilled Duration: [0-9]+ ms"
                        + "\tMemory Size: 1769 MB\tMax Memory Used: [0-9]+ MB\tInit Duration: [0-9]+\\.[0-9]{2} ms");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Tag("quiet")
    void shouldGiveCpuInProportionToMemory_whenControlGroupsAllowIt() throws Exception {
        assumeTrue(function.lambda.limits().startsWith("limited by"), function.lambda.limits());
        function.deploy(new FunctionSettings("probe", Duration.ofSeconds(100), 885, 1, Map.of()));
        double half = spins();
        function.deploy(new FunctionSettings("probe", Duration.ofSeconds(100), 1769, 1, Map.of()));
        double whole = spins();

        assertThat(half / whole).isBetween(0.25, 0.75);
    }

    private double spins() throws Exception {
        function.response("{'do':'spin','millis':500}"); // warm-up: the loop is compiled afterwards
        return function.response("{'do':'spin','millis':1000}").path("spins").asDouble();
    }
}
