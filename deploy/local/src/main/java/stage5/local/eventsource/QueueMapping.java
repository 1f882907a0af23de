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
import stage5.local.lambda.InvocationOutcome;
import stage5.local.lambda.Invoker;

/**
 * Emulates Lambda's event source mapping from a standard queue to a function, with ReportBatchItemFailures. It invokes
 * the function with batches of messages and deletes the processed ones. The others become visible again after their
 * visibility time-out, which is not extended while the function runs.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with SQS</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors</a>
 */
public final class QueueMapping implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(QueueMapping.class.getName());
    private static final int THROTTLED = 429;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
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
     * Opens a mapping, which polls at once.
     *
     * @param sqs the endpoint of SQS
     * @throws IllegalArgumentException if the queue's visibility time-out is shorter than the function's time-out
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig">Configuring
     *     a queue for use with Lambda</a>
     */
    public static QueueMapping open(URI sqs, QueueSettings settings, Invoker invoker) {
        return open(sqs, settings, invoker, CLOSE_TIMEOUT);
    }

    /** Opens a mapping with another limit for {@link #close}. */
    static QueueMapping open(URI sqs, QueueSettings settings, Invoker invoker, Duration closeTimeout) {
        SourceQueue queue = new SourceQueue(sqs, settings.queue());
        try {
            Duration visibilityTimeout = checkedVisibilityTimeout(queue, settings);
            QueueMapping mapping =
                    new QueueMapping(queue, visibilityTimeout, settings, invoker, InstantSource.system(), closeTimeout);
            mapping.poller.start();
            return mapping;
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    /**
     * Checks that {@link #open} would open the mapping.
     *
     * @throws IllegalArgumentException if the queue's visibility time-out is shorter than the function's time-out
     */
    public static void check(URI sqs, QueueSettings settings) {
        try (SourceQueue queue = new SourceQueue(sqs, settings.queue())) {
            checkedVisibilityTimeout(queue, settings);
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

    /**
     * Receives messages only if the function can be invoked at once: a waiting message uses up its visibility time-out.
     */
    private void poll() {
        try {
            while (concurrency.acquire()) {
                boolean started = false;
                try {
                    started = startNextBatch();
                } catch (SdkException e) {
                    LOG.log(WARNING, "Receiving from {0} failed: {1}", settings.queue(), e.getMessage());
                    isClosingWithin(RETRY_DELAY);
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

    /**
     * Receives a batch and starts its processing. Returns false if there was none; then the caller releases the permit.
     */
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
                case InvocationOutcome.Response(byte[] payload) ->
                    queue.delete(BatchResponse.processed(payload, messages));
                case InvocationOutcome.FunctionError(String type, byte[] payload) ->
                    keep(messages, "the function failed: " + new String(payload, StandardCharsets.UTF_8));
                case InvocationOutcome.Refused(int status, String type, String message)
                when status == THROTTLED && isClosing() -> queue.makeVisible(messages);
                case InvocationOutcome.Refused(int status, String type, String message) ->
                    keep(messages, "the function was not invoked: " + type + ": " + message);
            }
        } catch (ExecutionException e) {
            keep(messages, "the invocation failed: " + e.getCause());
        } catch (SdkException e) {
            keep(messages, "SQS failed: " + e.getMessage());
        } catch (InterruptedException e) {
            keep(messages, "the mapping was closed");
            Thread.currentThread().interrupt();
        } finally {
            concurrency.release();
        }
    }

    /**
     * Invokes the function and returns the outcome. While the function is throttled, retries until the visibility
     * time-out of the messages ends.
     */
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
            backoff = doubled.compareTo(MAX_BACKOFF) < 0 ? doubled : MAX_BACKOFF;
        }
    }

    private void keep(List<Message> messages, String reason) {
        LOG.log(
                WARNING,
                "{0} message(s) of {1} will be retried by {2}: {3}",
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
     * Stops polling and returns once the invocations in progress have ended, at the latest after 20 s. Messages that
     * are not processed by then are delivered again after their visibility time-out. Messages that no invocation has
     * received become visible at once.
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
            LOG.log(WARNING, "Making messages of {0} visible again failed: {1}", settings.queue(), e.getMessage());
            workers.shutdownNow();
        } finally {
            queue.close();
        }
    }
}
