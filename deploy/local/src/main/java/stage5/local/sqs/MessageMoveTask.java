package stage5.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.ImmediateNextDelivery$;
import org.elasticmq.MessageData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.NewMessageData;
import org.elasticmq.msg.DeleteMessage;
import org.elasticmq.msg.ReceiveMessages;
import org.elasticmq.msg.SendMessage;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Moves the visible messages of a dead-letter queue to a destination, or each to its source. A moved message is a new
 * one: with another id, and not yet received. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">StartMessageMoveTask</a>
 */
final class MessageMoveTask {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long HIDDEN_MILLIS = 60_000;

    private final String id = UUID.randomUUID().toString();
    private final SqsQueue source;
    private final Optional<SqsQueue> destination;
    private final OptionalInt mostPerSecond;
    private final long toMove;
    private final Instant started;
    private final QueueRegistry queues;
    private final Executor executor;

    private String status = "RUNNING";
    private String failure;
    private long moved;

    /** @param toMove the number of messages in the source */
    MessageMoveTask(
            SqsQueue source,
            Optional<SqsQueue> destination,
            OptionalInt mostPerSecond,
            long toMove,
            QueueRegistry queues,
            Executor executor) {
        this.source = source;
        this.destination = destination;
        this.mostPerSecond = mostPerSecond;
        this.toMove = toMove;
        this.started = queues.now();
        this.queues = queues;
        this.executor = executor;
    }

    /** Moves messages until none is visible, or the task is cancelled. */
    void run() {
        moveNext().whenCompleteAsync(this::moved, executor);
    }

    /** @param hasMore whether there was a message; null if the move has failed */
    private void moved(Boolean hasMore, Throwable error) {
        boolean goesOn;
        synchronized (this) {
            if (error != null) {
                status = "FAILED";
                failure = reason(error);
            } else if (hasMore) {
                moved++;
            } else if (isRunning()) {
                status = "COMPLETED";
            }
            goesOn = isRunning();
        }
        if (goesOn) {
            pace().execute(this::run);
        }
    }

    private Executor pace() {
        return mostPerSecond.isEmpty()
                ? executor
                : CompletableFuture.delayedExecutor(
                        TimeUnit.SECONDS.toNanos(1) / mostPerSecond.getAsInt(), TimeUnit.NANOSECONDS, executor);
    }

    private static String reason(Throwable error) {
        Throwable cause = error instanceof CompletionException wrapped ? wrapped.getCause() : error;
        return cause instanceof SqsErrorException known ? known.code() : cause.toString();
    }

    /** Completes with whether there was a message. */
    private CompletionStage<Boolean> moveNext() {
        ReceiveMessages receive = new ReceiveMessages(
                new MillisVisibilityTimeout(HIDDEN_MILLIS), 1, Option.apply(Duration.ZERO), Option.empty());
        CompletionStage<Seq<MessageData>> received = source.ask(receive, TIMEOUT);
        return received.thenCompose(messages -> messages.isEmpty() ? completedStage(false) : move(messages.head()));
    }

    private CompletionStage<Boolean> move(MessageData message) {
        Optional<SqsQueue> target = target(message);
        if (target.isEmpty()) {
            return failedStage(SqsErrorException.nonExistentQueue());
        }
        return target.get()
                .ask(new SendMessage(copy(message)), TIMEOUT)
                .thenCompose(sent -> source.ask(
                        new DeleteMessage(new DeliveryReceipt(
                                message.deliveryReceipt().get().receipt())),
                        TIMEOUT))
                .thenApply(deleted -> true);
    }

    private Optional<SqsQueue> target(MessageData message) {
        if (destination.isPresent()) {
            return queues.find(destination.get().name());
        }
        return message.deadLetterSourceQueueName().isEmpty()
                ? Optional.empty()
                : queues.find(message.deadLetterSourceQueueName().get());
    }

    private static NewMessageData copy(MessageData message) {
        return new NewMessageData(
                Option.empty(),
                message.content(),
                message.messageAttributes(),
                ImmediateNextDelivery$.MODULE$,
                message.messageGroupId(),
                message.messageDeduplicationId(),
                0,
                message.tracingId(),
                Option.empty(),
                Option.empty());
    }

    /** Stops the task, and returns the number of moved messages; empty if it does not run. */
    synchronized Optional<Long> cancel() {
        if (!isRunning()) {
            return Optional.empty();
        }
        status = "CANCELLED";
        return Optional.of(moved);
    }

    synchronized boolean isRunning() {
        return status.equals("RUNNING");
    }

    boolean isOf(SqsQueue queue) {
        return source == queue;
    }

    boolean hasSourceOf(MessageMoveTask other) {
        return source == other.source;
    }

    String id() {
        return id;
    }

    /** Returns the task's handle: as on AWS, JSON with the task and its source, in base64. */
    String handle() {
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("taskId", id)
                .put("sourceArn", source.arn())
                .toString();
        return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }

    /** Returns the task as an entry of ListMessageMoveTasks. */
    synchronized ObjectNode described() {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        if (isRunning()) {
            entry.put("TaskHandle", handle());
        }
        entry.put("Status", status).put("SourceArn", source.arn());
        destination.ifPresent(queue -> entry.put("DestinationArn", queue.arn()));
        mostPerSecond.ifPresent(most -> entry.put("MaxNumberOfMessagesPerSecond", most));
        entry.put("ApproximateNumberOfMessagesMoved", moved).put("ApproximateNumberOfMessagesToMove", toMove);
        if (failure != null) {
            entry.put("FailureReason", failure);
        }
        return entry.put("StartedTimestamp", started.toEpochMilli());
    }
}
