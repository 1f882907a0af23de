package stage5.local.sqs;

import static java.util.concurrent.CompletableFuture.failedStage;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.MessageContent;
import org.elasticmq.NewMessageData;
import org.elasticmq.NextDelivery;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.msg.SendMessage;
import org.elasticmq.rest.sqs.SQSException;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Sends messages to ElasticMQ's actors directly, because HTTP would cost more than the rest of a delivery. Therefore it
 * validates messages itself as SQS does.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
 */
final class ElasticMqSender implements MessageSender {

    private static final int MAX_ATTRIBUTES = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final QueueActors queues;
    private final Supplier<NextDelivery> nextDelivery;
    private final Executor executor;

    /**
     * Creates the sender.
     *
     * @param nextDelivery returns when the next message becomes visible
     * @param executor runs the continuations of the actors' replies; by default Pekko's futures would use the JVM's
     *     common pool, which other code may block
     */
    ElasticMqSender(QueueActors queues, Supplier<NextDelivery> nextDelivery, Executor executor) {
        this.queues = queues;
        this.nextDelivery = nextDelivery;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Void> send(String queue, QueueMessage sent) {
        if (sent.attributes().size() > MAX_ATTRIBUTES) {
            return refused("InvalidParameterValue", "A message has at most 10 attributes");
        }
        if (!isAllowed(sent.body())) {
            return refused("InvalidMessageContents", "The message contains characters outside the allowed set");
        }
        SendMessage message = new SendMessage(message(sent.body(), sent.attributes()));
        return queues.find(queue)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(refusal(queue, failure)))
                .thenCompose(actor -> Patterns.ask(actor, message, TIMEOUT))
                .thenAcceptAsync(stored -> {}, executor);
    }

    /** Returns the permanent error if the queue does not exist, else the failure itself. */
    private static Throwable refusal(String queue, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof SQSException
                ? new MessageRefusedException("AWS.SimpleQueueService.NonExistentQueue", "There is no queue " + queue)
                : cause;
    }

    private static CompletionStage<Void> refused(String code, String message) {
        return failedStage(new MessageRefusedException(code, message));
    }

    private static boolean isAllowed(String body) {
        for (int i = 0; i < body.length(); i += Character.charCount(body.codePointAt(i))) {
            if (!isAllowed(body.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(int c) {
        return c >= 0x20 && c <= 0xD7FF
                || c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }

    private NewMessageData message(String body, Map<String, MessageAttribute> attributes) {
        Map<String, org.elasticmq.MessageAttribute> converted = new HashMap<>();
        attributes.forEach((name, attribute) -> converted.put(name, attribute(attribute)));
        return new NewMessageData(
                Option.empty(),
                new MessageContent(body),
                scala.collection.immutable.Map.from(CollectionConverters.asScala(converted)),
                nextDelivery.get(),
                Option.empty(),
                Option.empty(),
                0,
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    private static org.elasticmq.MessageAttribute attribute(MessageAttribute attribute) {
        int dot = attribute.type().indexOf('.');
        Option<String> label =
                dot < 0 ? Option.empty() : Option.apply(attribute.type().substring(dot + 1));
        if (attribute.isBinary()) {
            return BinaryMessageAttribute.fromBase64(attribute.text(), label);
        }
        return attribute.isNumber()
                ? new NumberMessageAttribute(attribute.text(), label)
                : new StringMessageAttribute(attribute.text(), label);
    }
}
