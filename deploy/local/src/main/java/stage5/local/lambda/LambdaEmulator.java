package stage5.local.lambda;

import static java.lang.System.Logger.Level.INFO;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import stage5.local.BuildDirectory;
import stage5.local.Directories;
import stage5.local.Emulator;
import stage5.local.fault.FaultControl;
import stage5.local.http.HttpApi;

/** Emulates the Lambda service: functions by name, each with its own execution environments. */
public final class LambdaEmulator implements Emulator, Invoker, AsyncInvoker {

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
    private final Map<String, FunctionVersions> functions = new ConcurrentHashMap<>();
    private final AsyncInvocations asyncInvocations;
    private HttpApi api;

    /**
     * Creates the emulator with AWS's retries of asynchronous invocations, and without destinations for their records.
     *
     * @param port the port of the Lambda API
     * @param directory artifacts, logs and temporary files are in its subdirectory {@code lambda}
     * @param idleLimit how long an idle environment is kept
     * @param maxWait how long an invocation waits for an environment before it is throttled
     */
    public LambdaEmulator(Vertx vertx, int port, Path directory, Duration idleLimit, Duration maxWait) {
        this(vertx, port, directory, idleLimit, maxWait, AsyncRetryPolicy.ofAws(), LambdaEmulator::noDestination);
    }

    /**
     * Creates the emulator.
     *
     * @param retries the retries of asynchronous invocations
     * @param destinations sends the records of asynchronous invocations
     */
    public LambdaEmulator(
            Vertx vertx,
            int port,
            Path directory,
            Duration idleLimit,
            Duration maxWait,
            AsyncRetryPolicy retries,
            Destinations destinations) {
        this(
                vertx,
                port,
                directory,
                idleLimit,
                maxWait,
                ExecutionEnvironment.INIT_LIMIT,
                retries,
                destinations,
                InstantSource.system());
    }

    LambdaEmulator(
            Vertx vertx,
            int port,
            Path directory,
            Duration idleLimit,
            Duration maxWait,
            Duration initLimit,
            AsyncRetryPolicy retries,
            Destinations destinations,
            InstantSource clock) {
        this.vertx = vertx;
        this.asyncInvocations = new AsyncInvocations(vertx, clock, retries, new QueuedFunctions(), destinations);
        this.port = port;
        this.settings = new LambdaEmulatorSettings(
                directory.resolve("lambda").toAbsolutePath(),
                BuildDirectory.file("lambda-runtime"),
                idleLimit,
                initLimit,
                MAX_ENVIRONMENTS,
                maxWait,
                ControlGroups.find(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup")),
                ColdStartLimiter.forThisMachine(),
                new LambdaFaultInjector(),
                clock);
    }

    private static CompletionStage<Void> noDestination(String arn, String invocationRecord) {
        return CompletableFuture.failedStage(
                new UnsupportedOperationException("This emulator has no destinations: " + arn));
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
        api = HttpApi.listen(vertx, port, new LambdaApi(vertx, this).router());
    }

    /** Returns how the functions' CPU and memory are limited, or why they are not. */
    public String limits() {
        return settings.controlGroups().description();
    }

    /** Returns the control of the injected faults. */
    public FaultControl<LambdaFault> faults() {
        return settings.faults().control();
    }

    /** Returns the reports of past invocations. */
    public InvocationReports reports() {
        return reports;
    }

    /**
     * Deploys the functions of one artifact. Replaces the newest code of functions of the same names.
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
        FunctionLog functionLog = new FunctionLog(log);
        for (FunctionSettings function : functions.apply(artifact)) {
            this.functions.compute(function.name(), (name, existing) -> {
                FunctionVersions versions = existing == null
                        ? new FunctionVersions(((VertxInternal) vertx).createEventLoopContext())
                        : existing;
                versions.update(new LambdaFunction(
                        versions.context(),
                        FunctionReference.LATEST,
                        function,
                        artifact,
                        functionLog,
                        settings,
                        reports,
                        versions::inFlight));
                return versions;
            });
        }
    }

    /** Removes the functions with their versions, and kills their environments. */
    public void remove(List<String> names) {
        names.stream().map(functions::remove).filter(Objects::nonNull).forEach(FunctionVersions::close);
    }

    @Override
    public CompletionStage<InvocationOutcome> invoke(String function, byte[] event) {
        return invoke(InvocationRequest.of(new FunctionReference(function, null), event))
                .thenApply(VersionOutcome::outcome);
    }

    private CompletionStage<VersionOutcome> invoke(InvocationRequest request) {
        return resolve(request.function())
                .<CompletionStage<VersionOutcome>>map(version -> version.invoke(request)
                        .outcome()
                        .thenApply(outcome -> new VersionOutcome(version.version(), outcome)))
                .orElseGet(() -> CompletableFuture.completedStage(new VersionOutcome(
                        request.function().effectiveQualifier(),
                        request.function().unknown())));
    }

    @Override
    public void invokeLater(String function, byte[] event) {
        invokeLater(InvocationRequest.of(new FunctionReference(function, null), event));
    }

    void invokeLater(InvocationRequest request) {
        asyncInvocations.accept(request);
    }

    /** The functions as the queue of asynchronous invocations sees them. */
    private final class QueuedFunctions implements AsyncInvocations.Functions {

        @Override
        public CompletionStage<VersionOutcome> invoke(InvocationRequest request) {
            return LambdaEmulator.this.invoke(request);
        }

        @Override
        public EventInvokeConfig config(FunctionReference function) {
            return find(function.name())
                    .flatMap(versions -> versions.config(function.effectiveQualifier()))
                    .orElse(EventInvokeConfig.NONE);
        }

        @Override
        public boolean isDisabled(FunctionReference function) {
            return find(function.name())
                    .map(versions -> versions.latest().settings().reservedConcurrency() == 0)
                    .orElse(false);
        }
    }

    /** Returns the function with this name; empty if it is not deployed. */
    Optional<FunctionVersions> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** Returns the version for one invocation; empty if there is no such function or qualifier. */
    Optional<LambdaFunction> resolve(FunctionReference function) {
        return find(function.name()).flatMap(versions -> versions.resolve(function.effectiveQualifier()));
    }

    /** Completes with the status of each version of each function, ordered by name. */
    public CompletionStage<List<FunctionStatus>> status() {
        List<CompletableFuture<FunctionStatus>> all = functions.values().stream()
                .flatMap(versions -> versions.all().stream())
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
        asyncInvocations.close();
        if (api != null) {
            api.close();
            api = null;
        }
        remove(List.copyOf(functions.keySet()));
    }
}
