package stage5.local.lambda;

import io.vertx.core.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
import java.util.function.IntSupplier;
import stage5.local.aws.Aws;

/**
 * A version of a function with its execution environments. An invocation that finds no idle environment starts one more, up to the
 * reserved concurrency (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">concurrency</a>). If that start has to
 * wait, the invocation takes the first environment that becomes idle.
 *
 * <p>This machine holds fewer environments than Lambda. Beyond them invocations wait, and are throttled if the environments
 * don't keep up ({@link InvocationQueue}).
 *
 * <p>Everything runs on one Vert.x context, shared by all environments and versions of the function.
 */
final class LambdaFunction implements ExecutionEnvironment.Launcher, ExecutionEnvironment.Owner {

    private static final String TOO_MANY = "TooManyRequestsException";
    private static final DateTimeFormatter LOG_STREAM_DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final String LOCAL_CREDENTIAL = "local";

    private final Context context;
    private final FunctionSettings settings;
    private final FunctionArtifact artifact;
    private final LambdaEmulatorSettings lambda;
    private final InvocationReports reports;
    private final FunctionLog log;
    private final String version;
    private final IntSupplier inFlightOfAllVersions;

    private final Set<ExecutionEnvironment> environments = new LinkedHashSet<>();
    private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
    private final InvocationQueue waiting;
    private final long idleTimer;
    private boolean closed;
    private int starting; // environments that wait to start: for a permit, or because of a fault
    private long started;
    private long invocations;
    private long errors;
    private long throttles;

    /**
     * Creates a version.
     *
     * @param context the context of all versions of the function
     * @param version a number or {@code $LATEST}
     * @param inFlightOfAllVersions returns the invocations in flight of all versions, which share the reserved
     *     concurrency; called on the context
     */
    LambdaFunction(
            Context context,
            String version,
            FunctionSettings settings,
            FunctionArtifact artifact,
            FunctionLog log,
            LambdaEmulatorSettings lambda,
            InvocationReports reports,
            IntSupplier inFlightOfAllVersions) {
        this.context = context;
        this.version = version;
        this.settings = settings;
        this.artifact = artifact;
        this.lambda = lambda;
        this.reports = reports;
        this.log = log;
        this.inFlightOfAllVersions = inFlightOfAllVersions;
        this.waiting = new InvocationQueue(lambda.clock());
        this.idleTimer = context.owner()
                .setPeriodic(
                        Math.max(1, lambda.idleLimit().toMillis() / 10),
                        ignored -> context.runOnContext(v -> killIdle()));
    }

    /** Returns a version with another number and the same code and settings. */
    LambdaFunction published(String number) {
        return new LambdaFunction(context, number, settings, artifact, log, lambda, reports, inFlightOfAllVersions);
    }

    /** Invokes the function; see {@link Invoker#invoke}. */
    PendingInvocation invoke(InvocationRequest request) {
        PendingInvocation invocation = PendingInvocation.of(request);
        if (request.event().length > ExecutionEnvironment.MAX_EVENT) {
            invocation
                    .outcome()
                    .complete(InvocationOutcome.Refused.tooLarge(
                            request.event().length, "RequestResponse", ExecutionEnvironment.MAX_EVENT));
        } else {
            context.runOnContext(ignored -> dispatch(invocation));
        }
        return invocation;
    }

    /** Returns the invocations that run or wait for an environment. Must be called on the context. */
    int inFlight() {
        return environments.size() - idle.size() + waiting.size();
    }

    private void dispatch(PendingInvocation invocation) {
        if (closed) {
            invocation.outcome().complete(invocation.request().function().unknown());
            return;
        }
        if (inFlightOfAllVersions.getAsInt() >= settings.reservedConcurrency() || waiting.isBehind()) {
            throttle(invocation);
            return;
        }
        ExecutionEnvironment ready = idle.pollLast(); // the last one, so that the others reach the idle limit
        if (ready != null) {
            count(invocation);
            ready.invoke(invocation);
        } else {
            count(invocation);
            waiting.add(invocation);
            context.owner()
                    .setTimer(
                            lambda.maxWait().toMillis(),
                            ignored -> context.runOnContext(over -> throttleIfWaiting(invocation)));
            startEnvironment();
        }
    }

    /** Throttles the invocation if it still waits for an environment. */
    private void throttleIfWaiting(PendingInvocation invocation) {
        if (waiting.remove(invocation)) {
            throttleCounted(invocation);
        }
    }

    /** Throttles an invocation that has been counted. */
    private void throttleCounted(PendingInvocation invocation) {
        invocations--;
        throttle(invocation);
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
            int delay = lambda.faults().startMillis(settings.name());
            if (delay == 0) {
                awaitPermit();
            } else {
                context.owner().setTimer(delay, ignored -> awaitPermit());
            }
        }
    }

    private void awaitPermit() {
        lambda.coldStartLimiter().submit(() -> context.runOnContext(ignored -> start()));
    }

    private void start() {
        starting--;
        Optional<PendingInvocation> first = waiting.poll();
        if (first.isEmpty()) {
            lambda.coldStartLimiter().release(); // another environment has taken the invocation
            return;
        }
        started++;
        ExecutionEnvironment environment = new ExecutionEnvironment(environmentId(), context, this, this);
        environments.add(environment);
        environment.start(first.get());
    }

    private String environmentId() {
        return version.equals(FunctionReference.LATEST)
                ? settings.name() + "-" + started
                : settings.name() + "-v" + version + "-" + started;
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
            waiting.removeAll().forEach(invocation -> invocation
                    .outcome()
                    .complete(invocation.request().function().unknown()));
            List.copyOf(environments).forEach(ExecutionEnvironment::kill);
        });
    }

    CompletionStage<FunctionStatus> status() {
        CompletableFuture<FunctionStatus> status = new CompletableFuture<>();
        context.runOnContext(ignored -> status.complete(new FunctionStatus(
                version.equals(FunctionReference.LATEST) ? settings.name() : settings.name() + ":" + version,
                runtime(),
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

    String runtime() {
        return artifact.isNative() ? "provided.al2023" : "java25";
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
    public String version() {
        return version;
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
                log.file(),
                lambda.controlGroups().create(settings.memoryMiB()));
    }

    /**
     * Returns the variables of an environment: those <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime">defined
     * by Lambda</a> and the function's own. On AWS the function can't set the reserved ones; here it can set the
     * credentials, because they may be for an external endpoint.
     */
    private Map<String, String> variables(String environment, String runtimeApi) {
        Map<String, String> variables = new HashMap<>(artifact.unreservedEnvironment());
        if (!settings.environment().containsKey("AWS_ACCESS_KEY_ID")) {
            variables.put("AWS_ACCESS_KEY_ID", LOCAL_CREDENTIAL);
            variables.put("AWS_SECRET_ACCESS_KEY", LOCAL_CREDENTIAL);
            variables.put("AWS_SESSION_TOKEN", LOCAL_CREDENTIAL);
        }
        variables.putAll(settings.environment());
        variables.putAll(artifact.environment());
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", settings.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", version);
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(settings.memoryMiB()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + settings.name());
        variables.put(
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "%s/[%s]%s".formatted(LOG_STREAM_DAY.format(Instant.now()), version, environment));
        variables.put("AWS_REGION", Aws.REGION);
        variables.put("AWS_DEFAULT_REGION", Aws.REGION);
        variables.put("TZ", ":UTC");
        return variables;
    }

    @Override
    public Optional<PendingInvocation> idle(ExecutionEnvironment environment) {
        if (lambda.faults().recycles(settings.name())) {
            context.runOnContext(ignored -> environment.kill()); // once it is frozen
            return Optional.empty();
        }
        waiting.removeOverdue().forEach(this::throttleCounted);
        Optional<PendingInvocation> next = waiting.pollForIdle();
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
        log.append("END RequestId: %s%n%s".formatted(report.requestId(), report.line()));
        reports.add(report); // last, so that the log already contains the lines of a visible report
    }

    @Override
    public FunctionLog log() {
        return log;
    }
}
