package stage5.local.lambda;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNullElse;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import stage5.local.lambda.InvocationRecord.Condition;

/**
 * Lambda's queue of asynchronous invocations. It retries an event after function errors and throttling, and sends a
 * record to the configured destination once the function has succeeded or the event is discarded.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Errors and retries
 *     with asynchronous invocation</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Records of
 *     asynchronous invocations</a>
 */
final class AsyncInvocations {

    private static final System.Logger LOG = System.getLogger(AsyncInvocations.class.getName());
    private static final int THROTTLED = 429;

    private final Vertx vertx;
    private final InstantSource clock;
    private final AsyncRetryPolicy retries;
    private final Functions functions;
    private final Destinations destinations;
    private volatile boolean closed;

    /** The functions that events are for. */
    interface Functions {

        /** Invokes the function once; fails only if the local cloud itself is broken. */
        CompletionStage<VersionOutcome> invoke(InvocationRequest request);

        /** Returns the settings of the function and qualifier. */
        EventInvokeConfig config(FunctionReference function);

        /** Returns whether the function's reserved concurrency is zero, so that no retry can succeed. */
        boolean isDisabled(FunctionReference function);
    }

    private record QueuedEvent(
            InvocationRequest request, Instant since, int errors, int refusals, VersionOutcome last) {

        QueuedEvent afterSuccess(VersionOutcome outcome) {
            return new QueuedEvent(request, since, errors, refusals, outcome);
        }

        QueuedEvent afterError(VersionOutcome outcome) {
            return new QueuedEvent(request, since, errors + 1, refusals, outcome);
        }

        QueuedEvent afterRefusal() {
            return new QueuedEvent(request, since, errors, refusals + 1, last);
        }
    }

    AsyncInvocations(
            Vertx vertx,
            InstantSource clock,
            AsyncRetryPolicy retries,
            Functions functions,
            Destinations destinations) {
        this.vertx = vertx;
        this.clock = clock;
        this.retries = retries;
        this.functions = functions;
        this.destinations = destinations;
    }

    /** Queues the event and returns. */
    void accept(InvocationRequest request) {
        attempt(new QueuedEvent(request, clock.instant(), 0, 0, null));
    }

    /** Discards the events that wait for a retry. */
    void close() {
        closed = true;
    }

    private void attempt(QueuedEvent event) {
        functions.invoke(event.request()).whenComplete((outcome, failure) -> settle(event, outcome, failure));
    }

    private void settle(QueuedEvent event, VersionOutcome result, Throwable failure) {
        if (failure != null) {
            retryRefused(event, failure.toString());
            return;
        }
        switch (result.outcome()) {
            case InvocationOutcome.Response response -> finish(event.afterSuccess(result), 1, Condition.SUCCESS);
            case InvocationOutcome.FunctionError(String type, byte[] payload) ->
                retryFailed(event.afterError(result), new String(payload, StandardCharsets.UTF_8));
            case InvocationOutcome.Refused(int status, String type, String message)
            when status == THROTTLED && functions.isDisabled(event.request().function()) ->
                discard(event, Condition.ZERO_RESERVED_CONCURRENCY, message);
            case InvocationOutcome.Refused(int status, String type, String message)
            when status == THROTTLED || status >= 500 -> retryRefused(event, type + ": " + message);
            case InvocationOutcome.Refused(int status, String type, String message) ->
                LOG.log(
                        WARNING,
                        "An event for {0} is dropped: {1}",
                        event.request().function().arn(),
                        message);
        }
    }

    private void retryFailed(QueuedEvent event, String error) {
        EventInvokeConfig config = functions.config(event.request().function());
        int allowed = requireNonNullElse(config.maximumRetryAttempts(), Integer.MAX_VALUE);
        if (event.errors() > allowed) {
            discard(event, Condition.RETRIES_EXHAUSTED, error);
            return;
        }
        retries.backoffAfterErrors(event.errors())
                .ifPresentOrElse(
                        backoff -> retryAfter(event, backoff, error),
                        () -> discard(event, Condition.RETRIES_EXHAUSTED, error));
    }

    private void retryRefused(QueuedEvent event, String reason) {
        QueuedEvent next = event.afterRefusal();
        retryAfter(next, retries.backoffAfterRefusals(next.refusals()), reason);
    }

    /** Discards the event at once if the back-off would exceed its maximum age, as recorded on AWS. */
    private void retryAfter(QueuedEvent event, Duration backoff, String reason) {
        Duration maxAge =
                requireNonNullElse(functions.config(event.request().function()).maximumEventAge(), retries.maxAge());
        Duration age = Duration.between(event.since(), clock.instant());
        if (age.plus(backoff).compareTo(maxAge) > 0) {
            discard(event, Condition.EVENT_AGE_EXCEEDED, reason);
            return;
        }
        LOG.log(
                WARNING,
                "An event is retried by {0} in {1}: {2}",
                event.request().function().arn(),
                backoff,
                reason);
        vertx.setTimer(Math.max(1, backoff.toMillis()), fired -> {
            if (!closed) {
                attempt(event);
            }
        });
    }

    private void discard(QueuedEvent event, Condition condition, String reason) {
        LOG.log(
                WARNING,
                "An event for {0} is discarded: {1}: {2}",
                event.request().function().arn(),
                condition,
                reason);
        finish(event, 0, condition);
    }

    private void finish(QueuedEvent event, int successes, Condition condition) {
        EventInvokeConfig config = functions.config(event.request().function());
        String destination = condition == Condition.SUCCESS ? config.onSuccess() : config.onFailure();
        if (destination == null) {
            return;
        }
        String invocation = InvocationRecord.of(
                event.request(), condition, event.last(), event.errors() + successes, clock.instant());
        if (destination.startsWith("arn:aws:lambda:")) {
            accept(InvocationRequest.of(
                    FunctionReference.parse(destination, null), invocation.getBytes(StandardCharsets.UTF_8)));
            return;
        }
        destinations.send(destination, invocation).whenComplete((sent, failure) -> {
            if (failure != null) {
                LOG.log(WARNING, "A record could not be sent to " + destination, failure);
            }
        });
    }
}
