package stage5.local.lambda;

import static java.lang.System.Logger.Level.INFO;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import stage5.local.BuildDirectory;
import stage5.local.Directories;
import stage5.local.Emulator;
import stage5.local.http.HttpApi;

/** Emulates the Lambda service: functions by name, each with its own execution environments. */
public final class LambdaEmulator implements Emulator, Invoker {

    private static final System.Logger LOG = System.getLogger(LambdaEmulator.class.getName());
    private static final int KEPT_REPORTS = 100_000;

    /**
     * The most environments of one function. A JVM environment takes half a gigabyte, so more would not fit beside the
     * other functions.
     */
    private static final int MAX_ENVIRONMENTS = 6;

    private final Vertx vertx;
    private final int port;
    private final LambdaEmulatorSettings settings;
    private final InvocationReports reports = new InvocationReports(KEPT_REPORTS);
    private final Map<String, LambdaFunction> functions = new ConcurrentHashMap<>();
    private HttpApi api;

    /**
     * Creates the emulator.
     *
     * @param port the port of the Lambda API
     * @param directory artifacts, logs and temporary files are in its subdirectory {@code lambda}
     * @param idleLimit how long an idle environment is kept
     * @param maxWait how long an invocation waits for an environment before it is throttled
     */
    public LambdaEmulator(Vertx vertx, int port, Path directory, Duration idleLimit, Duration maxWait) {
        this(vertx, port, directory, idleLimit, maxWait, ExecutionEnvironment.INIT_LIMIT);
    }

    LambdaEmulator(Vertx vertx, int port, Path directory, Duration idleLimit, Duration maxWait, Duration initLimit) {
        this.vertx = vertx;
        this.port = port;
        this.settings = new LambdaEmulatorSettings(
                directory.resolve("lambda").toAbsolutePath(),
                BuildDirectory.file("lambda-runtime"),
                idleLimit,
                initLimit,
                MAX_ENVIRONMENTS,
                maxWait,
                ControlGroups.find(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup")),
                new ColdStartLimiter(Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public String name() {
        return "lambda";
    }

    @Override
    public void start() throws IOException, ExecutionException, InterruptedException {
        Directories.delete(settings.directory());
        Files.createDirectories(settings.directory());
        LOG.log(INFO, "CPU and memory of functions: {0}", limits());
        api = HttpApi.listen(vertx, port, new InvokeApi(vertx, this).router());
    }

    /** Returns how the functions' CPU and memory are limited, or why they are not. */
    public String limits() {
        return settings.controlGroups().description();
    }

    /** Returns the reports of past invocations. */
    public InvocationReports reports() {
        return reports;
    }

    /**
     * Deploys the functions of one artifact. Replaces functions of the same names.
     *
     * @param zip the {@code function.zip}
     * @param log the functions' output is appended to this file, as to a log group
     * @param functions returns the settings of the functions to deploy
     * @throws IOException if the artifact can't be unpacked
     */
    public void deploy(Path zip, Path log, Function<FunctionArtifact, List<FunctionSettings>> functions)
            throws IOException {
        Path directory = settings.directory().resolve("artifacts").resolve(Long.toString(System.nanoTime()));
        FunctionArtifact artifact = FunctionArtifact.unpack(zip, directory, settings.runtimeClient());
        for (FunctionSettings function : functions.apply(artifact)) {
            LambdaFunction old = this.functions.put(
                    function.name(), new LambdaFunction(vertx, function, artifact, log, settings, reports));
            if (old != null) {
                old.close();
            }
        }
    }

    /** Removes the functions and kills their environments. */
    public void remove(List<String> names) {
        names.stream().map(functions::remove).filter(Objects::nonNull).forEach(LambdaFunction::close);
    }

    @Override
    public CompletionStage<InvocationOutcome> invoke(String function, byte[] event) {
        LambdaFunction found = functions.get(function);
        return found == null ? CompletableFuture.completedStage(unknown(function)) : found.invoke(event);
    }

    static InvocationOutcome unknown(String function) {
        return new InvocationOutcome.Refused(404, "ResourceNotFoundException", "Function not found: " + function);
    }

    /** Completes with the status of each function, ordered by name. */
    public CompletionStage<List<FunctionStatus>> status() {
        List<CompletableFuture<FunctionStatus>> all = functions.values().stream()
                .map(function -> function.status().toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenApply(done -> all.stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparing(FunctionStatus::name))
                .toList());
    }

    @Override
    public boolean isUp() {
        return api != null;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
            api = null;
        }
        remove(List.copyOf(functions.keySet()));
    }
}
