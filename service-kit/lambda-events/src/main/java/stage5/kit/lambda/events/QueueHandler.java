package stage5.kit.lambda.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.quarkus.arc.All;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.consumption.SubjectLanes;
import stage5.kit.events.fence.WriteFence;

/**
 * Consumes a batch of any of the service's queues and returns the messages that have to be delivered again. This
 * requires {@code ReportBatchItemFailures} in the event source mapping (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">partial batch responses</a>). The
 * messages contain the queue's ARN.
 */
@Named("queue")
public class QueueHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    private static final Logger LOG = Logger.getLogger(QueueHandler.class);
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("messaging.batch.message_count");

    private final Map<String, EventConsumer> consumers;
    private final Consumption consumption;
    private final WriteFence fence;
    private final MessageReturn messageReturn;
    private final InvocationRunner invocation;

    QueueHandler(
            @All List<EventConsumer> consumers,
            Consumption consumption,
            WriteFence fence,
            MessageReturn messageReturn,
            InvocationRunner invocation) {
        this.consumers = consumers.stream().collect(Collectors.toMap(EventConsumer::queue, Function.identity()));
        this.consumption = consumption;
        this.fence = fence;
        this.messageReturn = messageReturn;
        this.invocation = invocation;
    }

    /**
     * Returns the messages that failed or were not done in time; throws {@link IllegalArgumentException} if the service
     * has no consumer for the queue. If an exception ended the invocation, Lambda would deliver all messages again. While
     * this region may not write, messages go back to the queue.
     */
    @Override
    public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
        List<SQSMessage> messages = batch.getRecords();
        if (messages == null || messages.isEmpty()) {
            return new SQSBatchResponse(List.of());
        }
        EventConsumer consumer = consumerOf(messages.getFirst().getEventSourceArn());
        List<Delivery> deliveries =
                messages.stream().map(QueueHandler::delivery).toList();
        Span.current().setAttribute(BATCH_SIZE, (long) deliveries.size());
        Set<String> done = ConcurrentHashMap.newKeySet();
        Set<String> failed = invocation.run(
                context,
                () -> fence.isHeld()
                        .chain(held -> held
                                ? consumption.consume(consumer, deliveries, new SubjectLanes(), done::add)
                                : messageReturn.send(consumer.queue(), deliveries)),
                () -> unfinished(consumer, deliveries, done));
        return new SQSBatchResponse(failed.stream().map(BatchItemFailure::new).toList());
    }

    private static Delivery delivery(SQSMessage message) {
        Map<String, String> attributes = Objects.requireNonNullElse(message.getAttributes(), Map.of());
        String receives = attributes.get("ApproximateReceiveCount");
        String sent = attributes.get("SentTimestamp");
        return new Delivery(
                message.getMessageId(),
                message.getBody(),
                receives == null ? 0 : Integer.parseInt(receives),
                sent == null ? null : Instant.ofEpochMilli(Long.parseLong(sent)));
    }

    private static Set<String> unfinished(EventConsumer consumer, List<Delivery> deliveries, Set<String> done) {
        Set<String> unfinished =
                deliveries.stream().map(Delivery::messageId).collect(Collectors.toCollection(HashSet::new));
        unfinished.removeAll(done);
        LOG.warnf(
                "The invocation has no time left: %d of %d messages of %s are not done",
                unfinished.size(), deliveries.size(), consumer.queue());
        return unfinished;
    }

    private EventConsumer consumerOf(String queueArn) {
        EventConsumer consumer = consumers.get(queueArn.substring(queueArn.lastIndexOf(':') + 1));
        if (consumer == null) {
            throw new IllegalArgumentException("No consumer for " + queueArn);
        }
        return consumer;
    }
}
