package stage5.local.sqs;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.elasticmq.DefaultVisibilityTimeout$;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.MessageData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.VisibilityTimeout;
import org.elasticmq.msg.DeleteMessage;
import org.elasticmq.msg.ReceiveMessages;
import org.elasticmq.msg.SendMessage;
import org.elasticmq.msg.UpdateVisibilityTimeout;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;

/**
 * The actions on messages. Each completes with its result, or a missing node if it has none; it throws
 * {@link SqsErrorException}, or fails with it, for an error of SQS.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html">Actions of SQS</a>
 */
final class MessageActions {

    private static final String HANDLE = "ReceiptHandle";
    private static final String VISIBILITY = "VisibilityTimeout";
    private static final int MAX_MESSAGES = 10;
    private static final int MAX_WAIT_SECONDS = 20;
    private static final int MAX_VISIBILITY_SECONDS = 43_200;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Longer than the longest wait. */
    private static final Duration RECEIVE_TIMEOUT = Duration.ofSeconds(MAX_WAIT_SECONDS + 10);

    private final QueueRegistry queues;
    private final SqsFaultInjector faults;
    private final Executor executor;

    /**
     * @param executor runs the continuations of the actors' replies; by default Pekko's futures would use the JVM's
     *     common pool, which other code may block
     */
    MessageActions(QueueRegistry queues, SqsFaultInjector faults, Executor executor) {
        this.queues = queues;
        this.faults = faults;
        this.executor = executor;
    }

    CompletionStage<JsonNode> send(SqsCall call) {
        SqsQueue queue = queues.of(call);
        return send(queue, IncomingMessage.of(queue, call.parameters(), call.traceHeader()));
    }

    CompletionStage<JsonNode> sendBatch(SqsCall call) {
        SqsQueue queue = queues.of(call);
        Batch batch = Batch.of(call);
        IncomingMessage.checkBatch(queue, batch);
        int size = batch.entries().values().stream()
                .mapToInt(IncomingMessage::size)
                .sum();
        if (size > IncomingMessage.MAX_BYTES) {
            throw SqsErrorException.prefixed(
                    400,
                    "BatchRequestTooLong",
                    "Batch requests cannot be longer than %d bytes. You have sent %d bytes."
                            .formatted(IncomingMessage.MAX_BYTES, size));
        }
        return batch.perform(entry -> send(queue, IncomingMessage.of(queue, entry, call.traceHeader())));
    }

    private CompletionStage<JsonNode> send(SqsQueue queue, IncomingMessage message) {
        return store(queue, message).thenApplyAsync(message::result, executor);
    }

    /** Completes with the stored message. */
    CompletionStage<MessageData> store(SqsQueue queue, IncomingMessage message) {
        return queue.ask(new SendMessage(message.data(() -> faults.nextDelivery(queue.name()))), TIMEOUT);
    }

    CompletionStage<JsonNode> receive(SqsCall call) {
        JsonNode parameters = call.parameters();
        SqsQueue queue = queues.of(call);
        OptionalInt count = Parameters.number(
                parameters, "MaxNumberOfMessages", 1, MAX_MESSAGES, "Must be between 1 and 10, if provided.");
        OptionalInt wait = Parameters.number(
                parameters, "WaitTimeSeconds", 0, MAX_WAIT_SECONDS, "Must be >= 0 and <= 20, if provided.");
        OptionalInt visibility = visibility(parameters, "Must be between 0 and 43200, if provided.");
        ReceiveMessages receive = new ReceiveMessages(
                visibility.isPresent() ? hiddenFor(queue, visibility.getAsInt()) : DefaultVisibilityTimeout$.MODULE$,
                count.orElse(1),
                wait.isPresent() ? Option.apply(Duration.ofSeconds(wait.getAsInt())) : Option.empty(),
                queue.isFifo() ? Option.apply(Parameters.text(parameters, "ReceiveRequestAttemptId")) : Option.empty());
        CompletionStage<Seq<MessageData>> messages = queue.ask(receive, RECEIVE_TIMEOUT);
        return messages.thenApplyAsync(
                received ->
                        ReceivedMessages.response(queue, ordered(CollectionConverters.asJava(received)), parameters),
                executor);
    }

    private List<MessageData> ordered(Collection<MessageData> messages) {
        return faults.reordered(new ArrayList<>(messages));
    }

    CompletionStage<JsonNode> delete(SqsCall call) {
        return delete(queues.of(call), call.parameters());
    }

    CompletionStage<JsonNode> deleteBatch(SqsCall call) {
        SqsQueue queue = queues.of(call);
        return Batch.of(call).perform(entry -> delete(queue, entry));
    }

    /**
     * Deletes the message. Succeeds without effect if it is already deleted, or was received again since.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html">DeleteMessage</a>
     */
    private CompletionStage<JsonNode> delete(SqsQueue queue, JsonNode entry) {
        String receipt = receipt(queue, entry);
        DeliveryReceipt delivery = new DeliveryReceipt(receipt);
        OptionalInt again = faults.duplicateAfterMillis(ReceiptHandle.messageId(receipt));
        Object message = again.isPresent()
                ? new UpdateVisibilityTimeout(delivery, new MillisVisibilityTimeout(again.getAsInt()))
                : new DeleteMessage(delivery);
        return queue.ask(message, TIMEOUT).thenApplyAsync(done -> MissingNode.getInstance(), executor);
    }

    CompletionStage<JsonNode> changeVisibility(SqsCall call) {
        return changeVisibility(queues.of(call), call.parameters());
    }

    CompletionStage<JsonNode> changeVisibilityBatch(SqsCall call) {
        SqsQueue queue = queues.of(call);
        return Batch.of(call).perform(entry -> changeVisibility(queue, entry));
    }

    private CompletionStage<JsonNode> changeVisibility(SqsQueue queue, JsonNode entry) {
        String receipt = receipt(queue, entry);
        int seconds = visibility(entry, "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]")
                .orElseThrow(() -> SqsErrorException.missingParameter(VISIBILITY));
        CompletionStage<Either<?, ?>> changed = queue.ask(
                new UpdateVisibilityTimeout(new DeliveryReceipt(receipt), hiddenFor(queue, seconds)), TIMEOUT);
        return changed.thenComposeAsync(
                result -> result.isRight()
                        ? completedStage(MissingNode.getInstance())
                        : failedStage(SqsErrorException.invalidParameterValue(
                                HANDLE,
                                entry.path(HANDLE).asText(),
                                "Message does not exist or is not available for visibility timeout change.")),
                executor);
    }

    private static OptionalInt visibility(JsonNode parameters, String reason) {
        return Parameters.number(parameters, VISIBILITY, 0, MAX_VISIBILITY_SECONDS, reason);
    }

    private static String receipt(SqsQueue queue, JsonNode entry) {
        return ReceiptHandle.receipt(queue.name(), Parameters.requireText(entry, HANDLE));
    }

    private VisibilityTimeout hiddenFor(SqsQueue queue, int seconds) {
        return new MillisVisibilityTimeout(faults.visibilityMillis(queue.name(), seconds * 1_000L));
    }
}
