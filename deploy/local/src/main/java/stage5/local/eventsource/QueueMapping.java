package stage5.local.eventsource;

import static java.lang.System.Logger.Level.WARNING;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;
import stage5.local.lambda.Invoker;
import stage5.local.lambda.InvocationOutcome;

/**
 * Lambda's event source mapping from a standard queue to a function, with ReportBatchItemFailures: it invokes the function
 * with batchReader of messages and deletes those that are done. The others stay hidden until their visibility time-out is over,
 * and then come again; nobody extends it while the function runs.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with SQS</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors</a>
 */
public final class QueueMapping implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(QueueMapping.class.getName());
    private static final int THROTTLED = 429;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration AFTER_FAILED_CALL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final QueueSettings settings;
    private final Invoker invoker;
    private final InstantSource clock;
    private final SourceQueue queue;
    private final Duration visibilityTimeout;
    private final BatchReader batchReader;
    private final QueueConcurrency concurrency;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService workers;
    private final Thread poller;
    private final Duration closeTimeout;

    private QueueMapping(
            SourceQueue queue,
            Duration visibilityTimeout,
            QueueSettings settings,
            Invoker invoker,
            InstantSource clock,
            Duration closeTimeout) {
        this.queue = queue;
        this.visibilityTimeout = visibilityTimeout;
        this.settings = settings;
        this.invoker = invoker;
        this.clock = clock;
        this.closeTimeout = closeTimeout;
        this.batchReader = new BatchReader(queue, settings, clock);
        this.concurrency = new QueueConcurrency(settings.maximumConcurrency(), clock);
        this.workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(settings.queue() + "-batch-", 1).factory());
        this.poller = Thread.ofVirtual().name(settings.queue() + "-poller").unstarted(this::poll);
    }

    /**
     * Returns a mapping that polls.
     *
     * @param sqs where SQS is asked
     * @throws IllegalArgumentException if the queue's visibility time-out is shorter than the function's time-out
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig">Configuring
     *     a queue for use with Lambda</a>
     */
    public static QueueMapping open(URI sqs, QueueSettings settings, Invoker invoker) {
        return open(sqs, settings, invoker, CLOSE_TIMEOUT);
    }

    /** Returns a mapping that polls, and that closes after a while even if the function is not done. */
    static QueueMapping open(URI sqs, QueueSettings settings, Invoker invoker, Duration closeTimeout) {
        SourceQueue queue = new SourceQueue(sqs, settings.queue());
        try {
            Duration visibilityTimeout = checkedVisibilityTimeout(queue, settings);
            QueueMapping mapping = new QueueMapping(
                    queue, visibilityTimeout, settings, invoker, InstantSource.system(), closeTimeout);
            mapping.poller.start();
            return mapping;
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    private static Duration checkedVisibilityTimeout(SourceQueue queue, QueueSettings settings) {
        Duration visibilityTimeout = queue.visibilityTimeout();
        if (visibilityTimeout.compareTo(settings.functionTimeout()) < 0) {
            throw new IllegalArgumentException(
                    "Queue visibility timeout: %d seconds is less than Function timeout: %d seconds"
                            .formatted(
                                    visibilityTimeout.toSeconds(),
                                    settings.functionTimeout().toSeconds()));
        }
        return visibilityTimeout;
    }

    /** Receives only what may be handed to the function at once: a message in hand loses visibility time. */
    private void poll() {
        try {
            while (concurrency.acquire()) {
                boolean started = false;
                try {
                    started = startNextBatch();
                } catch (SdkException e) {
                    LOG.log(WARNING, "{0} can''t be received from: {1}", settings.queue(), e.getMessage());
                    isClosingWithin(AFTER_FAILED_CALL);
                } finally {
                    if (!started) {
                        concurrency.release();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether there was a batch, which gives its room back then. */
    private boolean startNextBatch() {
        Optional<BatchReader.Batch> batch = batchReader.next(this::isClosing);
        if (batch.isEmpty()) {
            concurrency.idle();
            return false;
        }
        if (isClosing()) {
            queue.makeVisible(batch.get().event().messages());
            return false;
        }
        workers.execute(() -> process(batch.get()));
        return true;
    }

    private void process(BatchReader.Batch batch) {
        List<Message> messages = batch.event().messages();
        try {
            switch (invokeFunction(batch)) {
                case InvocationOutcome.Response(byte[] payload) -> queue.delete(BatchResponse.done(payload, messages));
                case InvocationOutcome.FunctionError(String type, byte[] payload) ->
                    keep(messages, "it failed: " + new String(payload, StandardCharsets.UTF_8));
                case InvocationOutcome.Refused(int status, String type, String message)
                when status == THROTTLED && isClosing() -> queue.makeVisible(messages);
                case InvocationOutcome.Refused(int status, String type, String message) ->
                    keep(messages, "it wasn't run: " + type + ": " + message);
            }
        } catch (ExecutionException e) {
            keep(messages, "the invocation failed: " + e.getCause());
        } catch (SdkException e) {
            keep(messages, "SQS failed: " + e.getMessage());
        } catch (InterruptedException e) {
            keep(messages, "the mapping was closed meanwhile");
            Thread.currentThread().interrupt();
        } finally {
            concurrency.release();
        }
    }

    /** Returns the outcome; while the function is throttled, tries again until the messages are visible to others. */
    private InvocationOutcome invokeFunction(BatchReader.Batch batch) throws ExecutionException, InterruptedException {
        byte[] payload = batch.event().payload();
        Instant end = batch.receivedAt().plus(visibilityTimeout);
        Duration backoff = FIRST_BACKOFF;
        while (true) {
            InvocationOutcome outcome = invoker.invoke(settings.function(), payload)
                    .toCompletableFuture()
                    .get();
            if (!(outcome instanceof InvocationOutcome.Refused refused && refused.status() == THROTTLED)) {
                return outcome;
            }
            concurrency.throttled();
            if (!clock.instant().plus(backoff).isBefore(end) || isClosingWithin(backoff)) {
                return outcome;
            }
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
        }
    }

    private void keep(List<Message> messages, String reason) {
        LOG.log(
                WARNING,
                "{0} message(s) of {1} stay for another attempt of {2}: {3}",
                messages.size(),
                settings.queue(),
                settings.function(),
                reason);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private boolean isClosingWithin(Duration time) throws InterruptedException {
        return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Stops polling, and returns once the function is done with what it has in hand, or after 20 s; what isn't done by then
     * comes again once its visibility time-out is over. What was received but not handed on is visible to others at once.
     */
    @Override
    public void close() {
        closing.countDown();
        concurrency.close();
        try {
            poller.join();
            queue.makeVisible(batchReader.held());
            workers.shutdown();
            if (!workers.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        } catch (SdkException e) {
            LOG.log(WARNING, "{0} didn''t get all its messages back: {1}", settings.queue(), e.getMessage());
            workers.shutdownNow();
        } finally {
            queue.close();
        }
    }
}
