package stage5.local.sqs;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.DefaultVisibilityTimeout$;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.InvalidReceiptHandle;
import org.elasticmq.MessageData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.VisibilityTimeout;
import org.elasticmq.msg.DeleteMessage;
import org.elasticmq.msg.ReceiveMessages;
import org.elasticmq.msg.UpdateVisibilityTimeout;
import org.elasticmq.rest.sqs.SQSException;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;

/**
 * The frequent calls of SQS: receive, delete, change the visibility. Each method returns empty if the parameters may be
 * invalid, or need something that it does not support. The response is what ElasticMQ's HTTP server would send; the stage
 * fails with {@link SQSException} for an error of SQS.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html">Actions of SQS</a>
 */
final class QueueCalls {

    private static final String QUEUE_URL = "QueueUrl";
    private static final String HANDLE = "ReceiptHandle";
    private static final String VISIBILITY = "VisibilityTimeout";
    private static final String INVALID_HANDLE = "ReceiptHandleIsInvalid";
    private static final String ERROR_NAMESPACE = "com.amazonaws.sqs#";

    private static final int MAX_MESSAGES = 10;
    private static final int MAX_WAIT_SECONDS = 20;
    private static final int MAX_VISIBILITY_SECONDS = 43_200;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Longer than the longest wait. */
    private static final Duration RECEIVE_TIMEOUT = Duration.ofSeconds(MAX_WAIT_SECONDS + 10);

    private final QueueActors queues;

    QueueCalls(QueueActors queues) {
        this.queues = queues;
    }

    /** Returns the name of the queue in the parameters; an empty text if there is none. */
    static String queue(JsonNode parameters) {
        String url = parameters.path(QUEUE_URL).asText("");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    Optional<CompletionStage<JsonNode>> receive(String queue, JsonNode parameters) {
        OptionalNumber count = OptionalNumber.of(parameters, "MaxNumberOfMessages", 1, MAX_MESSAGES);
        OptionalNumber wait = OptionalNumber.of(parameters, "WaitTimeSeconds", 0, MAX_WAIT_SECONDS);
        OptionalNumber visibility = OptionalNumber.of(parameters, VISIBILITY, 0, MAX_VISIBILITY_SECONDS);
        boolean isSupported = isStandard(queue)
                && count.isValid()
                && wait.isValid()
                && visibility.isValid()
                && !parameters.has("ReceiveRequestAttemptId")
                && ReceivedMessages.supports(parameters);
        if (!isSupported) {
            return Optional.empty();
        }
        ReceiveMessages receive = new ReceiveMessages(
                visibility.isPresent() ? seconds(visibility.value()) : DefaultVisibilityTimeout$.MODULE$,
                count.isPresent() ? count.value() : 1,
                wait.isPresent() ? Option.apply(Duration.ofSeconds(wait.value())) : Option.empty(),
                Option.empty());
        CompletionStage<Seq<MessageData>> messages =
                queues.find(queue).thenCompose(actor -> ask(actor, receive, RECEIVE_TIMEOUT));
        return Optional.of(messages.thenApply(
                received -> ReceivedMessages.response(CollectionConverters.asJava(received), parameters)));
    }

    Optional<CompletionStage<JsonNode>> delete(String queue, JsonNode parameters) {
        return one(queue, parameters, entry -> Optional.of(new DeleteMessage(receipt(entry))));
    }

    Optional<CompletionStage<JsonNode>> deleteBatch(String queue, JsonNode parameters) {
        return batch(queue, parameters, entry -> Optional.of(new DeleteMessage(receipt(entry))));
    }

    Optional<CompletionStage<JsonNode>> changeVisibility(String queue, JsonNode parameters) {
        return one(queue, parameters, QueueCalls::visibilityUpdate);
    }

    Optional<CompletionStage<JsonNode>> changeVisibilityBatch(String queue, JsonNode parameters) {
        return batch(queue, parameters, QueueCalls::visibilityUpdate);
    }

    /** Returns the message for an entry; empty if its time-out is missing or invalid. */
    private static Optional<Object> visibilityUpdate(JsonNode entry) {
        OptionalNumber visibility = OptionalNumber.of(entry, VISIBILITY, 0, MAX_VISIBILITY_SECONDS);
        return visibility.isValid() && visibility.isPresent()
                ? Optional.of(new UpdateVisibilityTimeout(receipt(entry), seconds(visibility.value())))
                : Optional.empty();
    }

    private Optional<CompletionStage<JsonNode>> one(
            String queue, JsonNode entry, Function<JsonNode, Optional<Object>> message) {
        if (!isStandard(queue) || !hasHandle(entry)) {
            return Optional.empty();
        }
        return message.apply(entry).map(sent -> queues.find(queue)
                .thenCompose(actor -> isAccepted(actor, sent))
                .thenCompose(accepted -> accepted
                        ? completedStage(JsonNodeFactory.instance.objectNode())
                        : failedStage(invalidHandle(handle(entry)))));
    }

    private Optional<CompletionStage<JsonNode>> batch(
            String queue, JsonNode parameters, Function<JsonNode, Optional<Object>> message) {
        Map<JsonNode, Object> messages = new LinkedHashMap<>();
        for (JsonNode entry : parameters.path("Entries")) {
            Optional<Object> sent = hasHandle(entry) ? message.apply(entry) : Optional.empty();
            if (sent.isEmpty()) {
                return Optional.empty();
            }
            messages.put(entry, sent.get());
        }
        Set<String> ids = new HashSet<>();
        messages.keySet().forEach(entry -> ids.add(entry.path("Id").asText("")));
        boolean isValid = !messages.isEmpty()
                && messages.size() <= MAX_MESSAGES
                && messages.size() == parameters.path("Entries").size()
                && ids.size() == messages.size()
                && !ids.contains("");
        return isValid && isStandard(queue) ? Optional.of(batch(queue, messages)) : Optional.empty();
    }

    private CompletionStage<JsonNode> batch(String queue, Map<JsonNode, Object> messages) {
        return queues.find(queue).thenCompose(actor -> {
            CompletionStage<Map<JsonNode, Boolean>> results = completedStage(new LinkedHashMap<>());
            for (Map.Entry<JsonNode, Object> message : messages.entrySet()) {
                results = results.thenCombine(isAccepted(actor, message.getValue()), (known, accepted) -> {
                    known.put(message.getKey(), accepted);
                    return known;
                });
            }
            return results.thenApply(QueueCalls::batchResponse);
        });
    }

    private static JsonNode batchResponse(Map<JsonNode, Boolean> results) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        ArrayNode failed = response.putArray("Failed");
        ArrayNode successful = response.putArray("Successful");
        results.forEach((entry, accepted) -> {
            if (accepted) {
                successful.addObject().set("Id", entry.path("Id"));
            } else {
                failed.add(failure(entry));
            }
        });
        return response;
    }

    /** Completes with false if the queue regards the receipt handle in the message as invalid. */
    private static CompletionStage<Boolean> isAccepted(ActorRef queue, Object message) {
        return QueueCalls.<Either<InvalidReceiptHandle, ?>>ask(queue, message, TIMEOUT)
                .thenApply(Either::isRight);
    }

    /** @param <R> the type of the reply, which the message determines */
    @SuppressWarnings("unchecked")
    private static <R> CompletionStage<R> ask(ActorRef queue, Object message, Duration timeout) {
        return (CompletionStage<R>) Patterns.ask(queue, message, timeout);
    }

    private static ObjectNode failure(JsonNode entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Code", INVALID_HANDLE)
                .put("Id", entry.path("Id").asText())
                .put("Message", invalidHandleMessage(handle(entry)))
                .put("SenderFault", true);
    }

    private static SQSException invalidHandle(String handle) {
        return new SQSException(
                INVALID_HANDLE, 400, ERROR_NAMESPACE + INVALID_HANDLE, Option.apply(invalidHandleMessage(handle)));
    }

    private static String invalidHandleMessage(String handle) {
        return "The receipt handle \"" + handle + "\" is not valid.";
    }

    private static boolean hasHandle(JsonNode entry) {
        return !handle(entry).isEmpty();
    }

    private static String handle(JsonNode entry) {
        return entry.path(HANDLE).asText("");
    }

    private static DeliveryReceipt receipt(JsonNode entry) {
        return new DeliveryReceipt(handle(entry));
    }

    private static VisibilityTimeout seconds(int seconds) {
        return new MillisVisibilityTimeout(seconds * 1_000L);
    }

    private static boolean isStandard(String queue) {
        return !queue.isEmpty() && !queue.endsWith(".fifo");
    }
}
