package stage5.local.lambda;

import static java.lang.System.Logger.Level.WARNING;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stage5.local.aws.Aws;

/**
 * A function with its execution environments. An invocation that finds no idle environment starts one more, up to the
 * reserved concurrency (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">concurrency</a>). If that start has to
 * wait, the invocation takes the first environment that becomes idle. Everything runs on one Vert.x context, shared by
 * all environments of the function.
 */
final class LambdaFunction implements ExecutionEnvironment.Launcher, ExecutionEnvironment.Owner {

    private static final System.Logger LOG = System.getLogger(LambdaFunction.class.getName());

    private static final String TOO_MANY = "TooManyRequestsException";

    private final Context context;
    private final FunctionSettings settings;
    private final FunctionArtifact artifact;
    private final LambdaEmulatorSettings lambda;
    private final InvocationReports reports;
    private final Path log;

    private final Set<ExecutionEnvironment> environments = new LinkedHashSet<>();
    private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
    private final Deque<PendingInvocation> waiting = new ArrayDeque<>();
    private final long idleTimer;
    private boolean closed;
    private int starting; // environments that wait for a permit to start
    private long started;
    private long invocations;
    private long errors;
    private long throttles;

    LambdaFunction(
            Vertx vertx,
            FunctionSettings settings,
            FunctionArtifact artifact,
            Path log,
            LambdaEmulatorSettings lambda,
            InvocationReports reports) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.settings = settings;
        this.artifact = artifact;
        this.lambda = lambda;
        this.reports = reports;
        this.log = log;
        this.idleTimer = vertx.setPeriodic(
                Math.max(1, lambda.idleLimit().toMillis() / 10), ignored -> context.runOnContext(v -> killIdle()));
    }

    /** Invokes the function; see {@link Invoker#invoke}. */
    CompletionStage<InvocationOutcome> invoke(byte[] event) {
        if (event.length > ExecutionEnvironment.MAX_EVENT) {
            return CompletableFuture.completedStage(new InvocationOutcome.Refused(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than 6291456 bytes for the InvokeFunction operation"));
        }
        PendingInvocation invocation = PendingInvocation.of(event);
        context.runOnContext(ignored -> dispatch(invocation));
        return invocation.outcome();
    }

    private void dispatch(PendingInvocation invocation) {
        if (closed) {
            invocation.outcome().complete(LambdaEmulator.unknown(settings.name()));
            return;
        }
        ExecutionEnvironment ready = idle.pollLast(); // the last one, so that the others reach the idle limit
        if (ready != null) {
            count(invocation);
            ready.invoke(invocation);
        } else if (environments.size() + waiting.size() < settings.reservedConcurrency()) {
            count(invocation);
            waiting.addLast(invocation);
            context.owner()
                    .setTimer(
                            lambda.maxWait().toMillis(),
                            ignored -> context.runOnContext(over -> throttleIfWaiting(invocation)));
            startEnvironment();
        } else {
            throttle(invocation);
        }
    }

    /** Throttles the invocation if it still waits for an environment. */
    private void throttleIfWaiting(PendingInvocation invocation) {
        if (waiting.remove(invocation)) {
            invocations--;
            throttle(invocation);
        }
    }

    private void throttle(PendingInvocation invocation) {
        throttles++;
        invocation.outcome().complete(new InvocationOutcome.Refused(429, TOO_MANY, "Rate Exceeded."));
    }

    private void count(PendingInvocation invocation) {
        invocations++;
        invocation
                .outcome()
                .thenAccept(outcome -> context.runOnContext(ignored -> {
                    if (outcome instanceof InvocationOutcome.FunctionError) {
                        errors++;
                    }
                }));
    }

    private void startEnvironment() {
        if (environments.size() + starting < lambda.maxEnvironments()) {
            starting++;
            lambda.coldStartLimiter().submit(() -> context.runOnContext(ignored -> start()));
        }
    }

    private void start() {
        starting--;
        PendingInvocation first = waiting.pollFirst();
        if (first == null) {
            lambda.coldStartLimiter().release(); // another environment has taken the invocation
            return;
        }
        started++;
        ExecutionEnvironment environment =
                new ExecutionEnvironment(settings.name() + "-" + started, context, this, this);
        environments.add(environment);
        environment.start(first);
    }

    @Override
    public void initialised() {
        lambda.coldStartLimiter().release();
    }

    private void killIdle() {
        Instant threshold = Instant.now().minus(lambda.idleLimit());
        List<ExecutionEnvironment> old = idle.stream()
                .filter(environment -> environment.idleSince().isBefore(threshold))
                .toList();
        old.forEach(ExecutionEnvironment::kill);
    }

    /** Kills all environments, interrupts their invocations, and starts no more. */
    void close() {
        context.owner().cancelTimer(idleTimer);
        context.runOnContext(ignored -> {
            closed = true;
            waiting.forEach(invocation -> invocation.outcome().complete(LambdaEmulator.unknown(settings.name())));
            waiting.clear();
            List.copyOf(environments).forEach(ExecutionEnvironment::kill);
        });
    }

    CompletionStage<FunctionStatus> status() {
        CompletableFuture<FunctionStatus> status = new CompletableFuture<>();
        context.runOnContext(ignored -> status.complete(new FunctionStatus(
                settings.name(),
                artifact.isNative() ? "provided.al2023" : "java25",
                settings.memoryMiB(),
                settings.reservedConcurrency(),
                waiting.size() + count(ExecutionEnvironment.State.INIT),
                count(ExecutionEnvironment.State.BUSY),
                count(ExecutionEnvironment.State.IDLE),
                invocations,
                errors,
                throttles,
                started)));
        return status;
    }

    private int count(ExecutionEnvironment.State state) {
        return (int) environments.stream()
                .filter(environment -> environment.state() == state)
                .count();
    }

    @Override
    public Duration initLimit() {
        return lambda.initLimit();
    }

    @Override
    public FunctionSettings settings() {
        return settings;
    }

    @Override
    public RuntimeProcess start(String environment, int attempt, String runtimeApi) throws IOException {
        Path temporary = lambda.directory().resolve("tmp").resolve(environment + "-" + attempt);
        return RuntimeProcess.start(
                artifact.command(settings.memoryMiB(), temporary),
                variables(environment, runtimeApi),
                artifact.directory(),
                temporary,
                log,
                lambda.controlGroups().create(settings.memoryMiB()));
    }

    /**
     * Returns the variables of an environment: those <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">defined by Lambda</a>, which the
     * function can't override, and the function's own.
     */
    private Map<String, String> variables(String environment, String runtimeApi) {
        Map<String, String> variables = new HashMap<>(settings.environment());
        variables.putAll(artifact.environment());
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", settings.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(settings.memoryMiB()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + settings.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", environment);
        variables.put("AWS_REGION", Aws.REGION);
        variables.put("AWS_DEFAULT_REGION", Aws.REGION);
        variables.put("TZ", ":UTC");
        return variables;
    }

    @Override
    public Optional<PendingInvocation> idle(ExecutionEnvironment environment) {
        Optional<PendingInvocation> next = Optional.ofNullable(waiting.pollFirst());
        if (next.isEmpty()) {
            idle.addLast(environment);
        }
        return next;
    }

    @Override
    public void ended(ExecutionEnvironment environment) {
        environments.remove(environment);
        idle.remove(environment);
        if (!waiting.isEmpty()) {
            startEnvironment();
        }
    }

    @Override
    public void report(InvocationReport report) {
        log("END RequestId: %s%n%s".formatted(report.requestId(), report.line()));
        reports.add(report); // last, so that the log already contains the lines of a visible report
    }

    @Override
    public void log(String line) {
        try {
            Files.writeString(log, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.log(WARNING, "The log of " + settings.name() + " can't be written", e);
        }
    }
}
