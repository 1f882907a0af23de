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
import stage5.local.aws.Aws;

/**
 * An execution environment: one process that runs one invocation at a time, and is frozen between two (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">execution environment
 * lifecycle</a>). All of it happens on one context.
 */
final class Environment implements RuntimeApi.Host {

    /** How long a runtime may take until it asks for its first event; then it has one more chance within the time-out. */
    static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    /** The most bytes that a synchronous invocation takes (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">quotas</a>). */
    static final int MAX_EVENT = 6 * 1024 * 1024;

    /** The most bytes that it answers: the same 6 MB, and the hundred more that Lambda's own message grants. */
    static final int MAX_RESPONSE = MAX_EVENT + 100;

    private static final double NANOS_PER_MILLI = 1e6;

    private final String id;
    private final Context context;
    private final Deadline deadline;
    private final Launch launch;
    private final Keeper keeper;

    private RuntimeApi api;
    private int attempts;
    private RuntimeProcess process;
    private State state = State.INIT;
    private boolean initSuppressed;
    private long phaseStarted;
    private Double initMillis;
    private Invocation invocation;
    private boolean answered;
    private HttpServerResponse waiting;
    private Instant idleSince;

    enum State {
        INIT,
        IDLE,
        BUSY,
        ENDED
    }

    /** Makes the environment's processes. */
    interface Launch {

        FunctionSettings settings();

        /** Returns the process that was started, on any thread; it may take a while. */
        RuntimeProcess start(String environment, int attempt, String runtimeApi) throws IOException;
    }

    /** Is told, on the context, what the environment comes to. */
    interface Keeper {

        /** Is told that the phase is over in which it needs more of the machine than it was promised. */
        void initialised();

        /** Returns what it shall do next; where that is nothing, it is frozen until it is told. */
        Optional<Invocation> idle(Environment environment);

        void ended(Environment environment);

        void report(Report report);

        void note(String line);
    }

    Environment(String id, Context context, Launch launch, Keeper keeper) {
        this.id = id;
        this.context = context;
        this.deadline = new Deadline(context.owner());
        this.launch = launch;
        this.keeper = keeper;
    }

    /** Starts the environment for an invocation, which is its first. */
    void start(Invocation first) {
        invocation = first;
        phaseStarted = System.nanoTime(); // it may be killed before it has begun
        RuntimeApi.open(context.owner(), this)
                .onSuccess(opened -> {
                    api = opened;
                    if (state == State.ENDED) {
                        api.close(); // killed before it had begun
                    } else {
                        init(INIT_LIMIT, this::initTimedOut);
                    }
                })
                .onFailure(
                        e -> fail("Runtime.InvalidEntrypoint", "The Runtime API can't be opened: " + e.getMessage()));
    }

    /** Runs an invocation in the idle environment. */
    void invoke(Invocation next) {
        process.thaw();
        goOnWith(next);
    }

    State state() {
        return state;
    }

    /** Returns since when it has waited for an invocation; null where it doesn't. */
    Instant idleSince() {
        return state == State.IDLE ? idleSince : null;
    }

    /** Ends it with all that it is at: its invocation fails as if the runtime had crashed. */
    void kill() {
        fail("Runtime.ExitError", "Runtime exited with error: signal: killed");
    }

    private void init(Duration limit, Runnable whenOver) {
        phaseStarted = System.nanoTime();
        deadline.set(limit, whenOver);
        int attempt = ++attempts;
        context.<RuntimeProcess>executeBlocking(() -> launch.start(id, attempt, api.address()), false)
                .onSuccess(fresh -> started(fresh, attempt))
                .onFailure(e -> fail("Runtime.InvalidEntrypoint", e.getMessage()));
    }

    private void started(RuntimeProcess fresh, int attempt) {
        fresh.ended()
                .whenComplete((status, trouble) -> context.runOnContext(ignored -> exited(fresh, status, trouble)));
        if (state == State.ENDED || attempt < attempts) {
            fresh.kill();
        } else {
            process = fresh;
        }
    }

    @Override
    public void next(HttpServerResponse event) {
        switch (state) {
            case INIT -> {
                waiting = event;
                if (initSuppressed) {
                    send(); // that phase is part of the invocation, and of its time-out
                } else {
                    initMillis = millisSince(phaseStarted);
                    handOver();
                }
            }
            case BUSY -> {
                if (!answered) {
                    RuntimeApi.Reply.OUT_OF_TURN.sendTo(event);
                    return;
                }
                waiting = event;
                finish(Report.Status.SUCCESS, null);
                rest();
            }
            default -> RuntimeApi.Reply.OUT_OF_TURN.sendTo(event);
        }
    }

    /** The environment is frozen from the moment at which the runtime has nothing left to do. */
    private void rest() {
        state = State.IDLE;
        idleSince = Instant.now();
        keeper.idle(this).ifPresentOrElse(this::goOnWith, process::freeze);
    }

    private void goOnWith(Invocation next) {
        invocation = next;
        handOver();
    }

    private void handOver() {
        phaseStarted = System.nanoTime();
        deadline.set(launch.settings().timeout(), this::timedOut);
        send();
    }

    private void send() {
        leaveInit();
        state = State.BUSY;
        answered = false;
        keeper.note("START RequestId: %s Version: $LATEST".formatted(invocation.requestId()));
        HttpServerResponse event = waiting;
        waiting = null;
        event.putHeader("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
                .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(deadlineMillis()))
                .putHeader(
                        "Lambda-Runtime-Invoked-Function-Arn",
                        Aws.functionArn(launch.settings().name()))
                .putHeader("Lambda-Runtime-Trace-Id", invocation.traceHeader())
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(invocation.event()));
    }

    private void leaveInit() {
        if (state == State.INIT) {
            keeper.initialised();
        }
    }

    private long deadlineMillis() {
        long left = launch.settings().timeout().toMillis() - (long) millisSince(phaseStarted);
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
            invocation.answer(payload);
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
        if (state != State.BUSY || answered) {
            return RuntimeApi.Reply.OUT_OF_TURN;
        }
        if (!invocation.requestId().equals(requestId)) {
            return RuntimeApi.Reply.INVALID_REQUEST_ID;
        }
        answered = true;
        return outcome.get();
    }

    @Override
    public RuntimeApi.Reply initError(String errorType, byte[] payload) {
        if (state != State.INIT) {
            return RuntimeApi.Reply.OUT_OF_TURN;
        }
        keeper.note("INIT_REPORT Init Duration: %.2f ms\tPhase: %s\tStatus: error\tError Type: %s"
                .formatted(millisSince(phaseStarted), phase(), errorType));
        if (initSuppressed) {
            invocation.fail(payload);
            finish(Report.Status.ERROR, errorType);
            end();
        } else {
            initAgain();
        }
        return RuntimeApi.Reply.ACCEPTED;
    }

    private void initTimedOut() {
        keeper.note("INIT_REPORT Init Duration: %.2f ms\tPhase: %s\tStatus: timeout"
                .formatted(millisSince(phaseStarted), phase()));
        initAgain();
    }

    private String phase() {
        return initSuppressed ? "invoke" : "init";
    }

    /**
     * An init phase that failed or took too long is run once more as part of the invocation that it was for, and within
     * that one's time-out (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib">init
     * phase</a>).
     */
    private void initAgain() {
        initSuppressed = true;
        RuntimeProcess failed = process;
        process = null;
        if (failed != null) {
            failed.kill();
        }
        init(launch.settings().timeout(), this::timedOut);
    }

    private void timedOut() {
        String message = "Task timed out after %.2f seconds"
                .formatted(launch.settings().timeout().toMillis() / 1000.0);
        keeper.note("%s %s %s".formatted(Instant.now(), invocation.requestId(), message));
        invocation.fail("Sandbox.Timedout", message);
        finish(Report.Status.TIMEOUT, null);
        end(RuntimeProcess::killAfterThreadDump);
    }

    private void exited(RuntimeProcess which, Integer status, Throwable trouble) {
        if (trouble != null) {
            keeper.note("Environment %s left something behind: %s".formatted(id, trouble.getMessage()));
        }
        if (which != process || state == State.ENDED) {
            return;
        }
        if (state == State.INIT && !initSuppressed) {
            keeper.note("INIT_REPORT Init Duration: %.2f ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError"
                    .formatted(millisSince(phaseStarted)));
            initAgain();
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
            invocation.fail(errorType, message); // where it was answered already, that stands
            finish(Report.Status.ERROR, errorType);
        }
        end();
    }

    private void finish(Report.Status status, String errorType) {
        deadline.cancel();
        double duration = millisSince(phaseStarted);
        Invocation done = invocation;
        invocation = null;
        OptionalInt peak = process == null ? OptionalInt.empty() : process.peakMemoryMiB();
        keeper.report(new Report(
                launch.settings().name(),
                done.requestId(),
                id,
                Instant.now(),
                status,
                duration,
                (long) Math.ceil(duration + (initMillis == null ? 0 : initMillis)),
                launch.settings().memoryMiB(),
                peak.isPresent() ? peak.getAsInt() : null,
                initMillis,
                errorType));
        initMillis = null;
    }

    private void end() {
        end(RuntimeProcess::kill);
    }

    private void end(Consumer<RuntimeProcess> kill) {
        leaveInit();
        state = State.ENDED;
        deadline.cancel();
        if (process != null) {
            kill.accept(process);
        }
        if (api != null) {
            api.close();
        }
        keeper.ended(this);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
