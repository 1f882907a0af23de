package stage5.local.lambda;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Lambda execution environment: one process that handles one invocation at a time and is frozen between invocations
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">execution environment
 * lifecycle</a>). All methods run on one Vert.x context.
 */
final class ExecutionEnvironment implements RuntimeApi.RuntimeHandler {

    /**
     * How long a runtime may take until it requests its first event. After that its init phase is repeated within the
     * function's time-out.
     */
    static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    /**
     * The most bytes of a synchronous invocation's event (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">quotas</a>).
     */
    static final int MAX_EVENT = 6 * 1024 * 1024;

    /** The most bytes of the response: 6 MB, plus the 100 bytes that Lambda's own error message states. */
    static final int MAX_RESPONSE = MAX_EVENT + 100;

    private static final double NANOS_PER_MILLI = 1e6;

    private final String id;
    private final Context context;
    private final PhaseTimeout phaseTimeout;
    private final Launcher launcher;
    private final Owner owner;

    private RuntimeApi api;
    private int attempts;
    private RuntimeProcess process;
    private State state = State.INIT;
    private boolean initRepeated;
    private long phaseStart;
    private Double initMillis;
    private PendingInvocation invocation;
    private long logStart; // the size of the log when the invocation began
    private boolean responded;
    private HttpServerResponse pendingNext;
    private Instant idleSince;

    enum State {
        INIT,
        IDLE,
        BUSY,
        ENDED
    }

    /** Starts the environment's processes. */
    interface Launcher {

        FunctionSettings settings();

        /** Returns the version that the environment runs: a number or {@code $LATEST}. */
        String version();

        Duration initLimit();

        /** Starts a process and returns it. Blocking; may be called on any thread. */
        RuntimeProcess start(String environment, int attempt, String runtimeApi) throws IOException;
    }

    /** Receives the environment's state changes, on its context. */
    interface Owner {

        /**
         * Called once the init phase has ended, successfully or not: the environment no longer competes for a start.
         */
        void initialised();

        /**
         * Returns the next invocation. If it is empty, the environment is frozen until the next call of {@link
         * ExecutionEnvironment#invoke}.
         */
        Optional<PendingInvocation> idle(ExecutionEnvironment environment);

        void ended(ExecutionEnvironment environment);

        void report(InvocationReport report);

        FunctionLog log();
    }

    ExecutionEnvironment(String id, Context context, Launcher launcher, Owner owner) {
        this.id = id;
        this.context = context;
        this.phaseTimeout = new PhaseTimeout(context.owner());
        this.launcher = launcher;
        this.owner = owner;
    }

    /** Starts the environment; {@code first} is its first invocation. */
    void start(PendingInvocation first) {
        assign(first);
        phaseStart = System.nanoTime(); // kill() may be called before init() sets it
        RuntimeApi.open(context.owner(), this)
                .onSuccess(opened -> {
                    api = opened;
                    if (state == State.ENDED) {
                        api.close(); // killed before the API was open
                    } else {
                        init(launcher.initLimit(), this::initTimedOut);
                    }
                })
                .onFailure(
                        e -> fail("Runtime.InvalidEntrypoint", "The Runtime API can't be opened: " + e.getMessage()));
    }

    /** Runs an invocation in the idle environment. */
    void invoke(PendingInvocation next) {
        process.thaw();
        run(next);
    }

    State state() {
        return state;
    }

    /** Returns the time since which the environment is idle; null if it is not idle. */
    Instant idleSince() {
        return state == State.IDLE ? idleSince : null;
    }

    /** Kills the environment. Its invocation fails as if the runtime had crashed. */
    void kill() {
        fail("Runtime.ExitError", "Runtime exited with error: signal: killed");
    }

    private void init(Duration limit, Runnable onTimeout) {
        phaseStart = System.nanoTime();
        phaseTimeout.start(limit, onTimeout);
        int attempt = ++attempts;
        context.<RuntimeProcess>executeBlocking(() -> launcher.start(id, attempt, api.address()), false)
                .onSuccess(next -> started(next, attempt))
                .onFailure(e -> fail("Runtime.InvalidEntrypoint", e.getMessage()));
    }

    private void started(RuntimeProcess next, int attempt) {
        next.ended()
                .whenComplete((status, cleanUpFailure) ->
                        context.runOnContext(ignored -> exited(next, status, cleanUpFailure)));
        if (state == State.ENDED || attempt < attempts) {
            next.kill();
        } else {
            process = next;
        }
    }

    @Override
    public void next(HttpServerResponse event) {
        switch (state) {
            case INIT -> {
                pendingNext = event;
                if (initRepeated) {
                    send(); // a repeated init phase is part of the invocation and of its time-out
                } else {
                    initMillis = millisSince(phaseStart);
                    handOver();
                }
            }
            case BUSY -> {
                if (!responded) {
                    RuntimeApi.Reply.INVALID_TRANSITION.sendTo(event);
                    return;
                }
                pendingNext = event;
                finish(InvocationReport.Status.SUCCESS, null);
                becomeIdle();
            }
            default -> RuntimeApi.Reply.INVALID_TRANSITION.sendTo(event);
        }
    }

    /** Freezes the environment if there is no further invocation. */
    private void becomeIdle() {
        state = State.IDLE;
        idleSince = Instant.now();
        owner.idle(this).ifPresentOrElse(this::run, process::freeze);
    }

    private void run(PendingInvocation next) {
        assign(next);
        handOver();
    }

    private void assign(PendingInvocation next) {
        invocation = next;
        logStart = next.request().tail() ? owner.log().size() : 0;
    }

    private void handOver() {
        phaseStart = System.nanoTime();
        phaseTimeout.start(launcher.settings().timeout(), this::timedOut);
        send();
    }

    private void send() {
        reportInitialised();
        state = State.BUSY;
        responded = false;
        assign(invocation); // the log tail of a cold start begins after the init phase
        owner.log().append("START RequestId: %s Version: %s".formatted(invocation.requestId(), launcher.version()));
        HttpServerResponse event = pendingNext;
        pendingNext = null;
        if (invocation.request().clientContext() != null) {
            event.putHeader(
                    "Lambda-Runtime-Client-Context", invocation.request().clientContext());
        }
        event.putHeader("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
                .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(deadlineMillis()))
                .putHeader(
                        "Lambda-Runtime-Invoked-Function-Arn",
                        invocation.request().function().arn())
                .putHeader("Lambda-Runtime-Trace-Id", invocation.traceHeader())
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(invocation.request().event()));
    }

    private void reportInitialised() {
        if (state == State.INIT) {
            owner.initialised();
        }
    }

    private long deadlineMillis() {
        long left = launcher.settings().timeout().toMillis() - (long) millisSince(phaseStart);
        return System.currentTimeMillis() + left;
    }

    @Override
    public RuntimeApi.Reply response(String requestId, byte[] payload) {
        return reply(requestId, () -> {
            if (payload.length > MAX_RESPONSE) {
                invocation.fail(
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (%d bytes)."
                                .formatted(MAX_RESPONSE));
                return RuntimeApi.Reply.TOO_LARGE;
            }
            invocation.succeed(payload);
            return RuntimeApi.Reply.ACCEPTED;
        });
    }

    @Override
    public RuntimeApi.Reply error(String requestId, String errorType, byte[] payload) {
        return reply(requestId, () -> {
            invocation.fail(payload);
            return RuntimeApi.Reply.ACCEPTED;
        });
    }

    private RuntimeApi.Reply reply(String requestId, Supplier<RuntimeApi.Reply> outcome) {
        if (state != State.BUSY || responded) {
            return RuntimeApi.Reply.INVALID_TRANSITION;
        }
        if (!invocation.requestId().equals(requestId)) {
            return RuntimeApi.Reply.INVALID_REQUEST_ID;
        }
        responded = true;
        return outcome.get();
    }

    @Override
    public RuntimeApi.Reply initError(String errorType, byte[] payload) {
        if (state != State.INIT) {
            return RuntimeApi.Reply.INVALID_TRANSITION;
        }
        owner.log()
                .append("INIT_REPORT Init Duration: %.2f ms\tPhase: %s\tStatus: error\tError Type: %s"
                        .formatted(millisSince(phaseStart), phase(), errorType));
        if (initRepeated) {
            invocation.fail(payload);
            finish(InvocationReport.Status.ERROR, errorType);
            end();
        } else {
            repeatInit();
        }
        return RuntimeApi.Reply.ACCEPTED;
    }

    private void initTimedOut() {
        owner.log()
                .append("INIT_REPORT Init Duration: %.2f ms\tPhase: %s\tStatus: timeout"
                        .formatted(millisSince(phaseStart), phase()));
        repeatInit();
    }

    private String phase() {
        return initRepeated ? "invoke" : "init";
    }

    /**
     * Repeats an init phase that failed or took too long. The second attempt is part of the invocation, and limited by
     * the function's time-out (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib">init
     * phase</a>).
     */
    private void repeatInit() {
        initRepeated = true;
        RuntimeProcess failed = process;
        process = null;
        if (failed != null) {
            failed.kill();
        }
        init(launcher.settings().timeout(), this::timedOut);
    }

    private void timedOut() {
        String message = "Task timed out after %.2f seconds"
                .formatted(launcher.settings().timeout().toMillis() / 1000.0);
        owner.log().append("%s %s %s".formatted(Instant.now(), invocation.requestId(), message));
        invocation.fail("Sandbox.Timedout", message);
        finish(InvocationReport.Status.TIMEOUT, null);
        end(RuntimeProcess::killAfterThreadDump);
    }

    private void exited(RuntimeProcess which, Integer status, Throwable cleanUpFailure) {
        if (cleanUpFailure != null) {
            owner.log().append("Environment %s could not be cleaned up: %s".formatted(id, cleanUpFailure.getMessage()));
        }
        if (which != process || state == State.ENDED) {
            return;
        }
        if (state == State.INIT && !initRepeated) {
            owner.log()
                    .append(
                            "INIT_REPORT Init Duration: %.2f ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError"
                                    .formatted(millisSince(phaseStart)));
            repeatInit();
        } else {
            fail(
                    "Runtime.ExitError",
                    status == null || status > 128
                            ? "Runtime exited with error: signal: " + signal(status)
                            : "Runtime exited with error: exit status " + status);
        }
    }

    private static String signal(Integer status) {
        return status == null || status == 137 ? "killed" : Integer.toString(status - 128);
    }

    private void fail(String errorType, String message) {
        if (state == State.ENDED) {
            return;
        }
        if (invocation != null && state != State.IDLE) {
            invocation.fail(errorType, message); // has no effect if the runtime has already responded
            finish(InvocationReport.Status.ERROR, errorType);
        }
        end();
    }

    private void finish(InvocationReport.Status status, String errorType) {
        phaseTimeout.cancel();
        double duration = millisSince(phaseStart);
        PendingInvocation finished = invocation;
        invocation = null;
        OptionalInt peak = process == null ? OptionalInt.empty() : process.peakMemoryMiB();
        owner.report(new InvocationReport(
                launcher.settings().name(),
                finished.requestId(),
                id,
                Instant.now(),
                status,
                duration,
                (long) Math.ceil(duration + (initMillis == null ? 0 : initMillis)),
                launcher.settings().memoryMiB(),
                peak.isPresent() ? peak.getAsInt() : null,
                initMillis,
                errorType));
        initMillis = null;
        if (finished.request().tail()) {
            finished.logTail().complete(owner.log().tail(logStart));
        }
    }

    private void end() {
        end(RuntimeProcess::kill);
    }

    private void end(Consumer<RuntimeProcess> kill) {
        reportInitialised();
        state = State.ENDED;
        phaseTimeout.cancel();
        if (process != null) {
            kill.accept(process);
        }
        if (api != null) {
            api.close();
        }
        owner.ended(this);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
