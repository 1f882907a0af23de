package stage5.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import stage5.local.Ports;

/** A Lambda emulator with one function. Its artifact contains a {@link ProbeRuntime}. */
final class ProbeFunction implements AutoCloseable {

    static final String NAME = "probe";
    private static final int MAX_REPORTS = 100;
    static final int FULL_CPU = 1769;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final AsyncRetryPolicy FAST_RETRIES =
            new AsyncRetryPolicy(List.of(SHORT, SHORT), SHORT, SHORT, Duration.ofHours(6));

    /** The records of asynchronous invocations by destination. */
    final BlockingQueue<Map.Entry<String, String>> records = new LinkedBlockingQueue<>();

    final LambdaEmulator lambda;
    final int port = Ports.free().lambda();
    private final Vertx vertx = Vertx.vertx();
    private final Path directory;

    ProbeFunction(Path directory, Duration idleLimit) throws Exception {
        this(directory, idleLimit, TIMEOUT);
    }

    ProbeFunction(Path directory, Duration idleLimit, Duration maxWait) throws Exception {
        this(directory, idleLimit, maxWait, ExecutionEnvironment.INIT_LIMIT);
    }

    ProbeFunction(Path directory, Duration idleLimit, Duration maxWait, Duration initLimit) throws Exception {
        this(directory, idleLimit, maxWait, initLimit, InstantSource.system());
    }

    ProbeFunction(Path directory, Duration idleLimit, Duration maxWait, Duration initLimit, InstantSource clock)
            throws Exception {
        this.directory = directory;
        this.lambda = new LambdaEmulator(
                vertx, port, directory, idleLimit, maxWait, initLimit, FAST_RETRIES, this::record, clock);
        lambda.start();
    }

    ProbeFunction deploy(Duration timeout, int concurrency, Map<String, String> environment) throws IOException {
        return deploy(new FunctionSettings(NAME, timeout, FULL_CPU, concurrency, environment));
    }

    ProbeFunction deploy(FunctionSettings settings) throws IOException {
        lambda.deploy(artifact(), log(), root -> List.of(settings));
        return this;
    }

    Path log() {
        return directory.resolve("probe.log");
    }

    private Path artifact() throws IOException {
        Path zip = directory.resolve("function.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(file)) {
            entries.putNextEntry(new ZipEntry("bootstrap"));
            entries.write("""
                    #!/bin/sh
                    if [ "$INIT" = once-hang ] && [ ! -e "$STARTS" ]; then printf x > "$STARTS"; exec sleep 600; fi
                    exec "%s/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "%s" %s
                    """.formatted(
                            System.getProperty("java.home"),
                            System.getProperty("java.class.path"),
                            ProbeRuntime.class.getName())
                    .getBytes(UTF_8));
        }
        return zip;
    }

    private CompletionStage<Void> record(String arn, String invocation) {
        records.add(Map.entry(arn, invocation));
        return CompletableFuture.completedStage(null);
    }

    /** Invokes the function; the event is written with single quotes. */
    CompletableFuture<InvocationOutcome> invoke(String event) {
        return lambda.invoke(NAME, event.replace('\'', '"').getBytes(UTF_8)).toCompletableFuture();
    }

    /** Invokes the function and returns the outcome once the invocation has been reported. */
    InvocationOutcome outcome(String event) throws Exception {
        int before = lambda.reports().newest(Optional.empty(), MAX_REPORTS).size();
        InvocationOutcome outcome = get(invoke(event));
        if (!(outcome instanceof InvocationOutcome.Refused)) {
            report(before + 1);
        }
        return outcome;
    }

    JsonNode response(String event) throws Exception {
        return response(outcome(event));
    }

    static JsonNode response(InvocationOutcome outcome) throws IOException {
        if (outcome instanceof InvocationOutcome.Response(byte[] payload)) {
            return JSON.readTree(payload);
        }
        throw new AssertionError("No response: "
                + (outcome instanceof InvocationOutcome.FunctionError(String type, byte[] payload)
                        ? new String(payload, UTF_8)
                        : outcome));
    }

    JsonNode error(String event) throws Exception {
        return switch (outcome(event)) {
            case InvocationOutcome.FunctionError(String type, byte[] payload) -> JSON.readTree(payload);
            case InvocationOutcome other -> throw new AssertionError("No error: " + other);
        };
    }

    FunctionStatus status() throws Exception {
        return get(lambda.status().toCompletableFuture()).getFirst();
    }

    /** Returns the newest report once there are at least this many. */
    InvocationReport report(int atLeast) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            List<InvocationReport> reports = lambda.reports().newest(Optional.empty(), MAX_REPORTS);
            if (reports.size() >= atLeast) {
                return reports.getFirst();
            }
            Thread.sleep(5);
        }
        throw new AssertionError("There are fewer reports than " + atLeast);
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        lambda.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
