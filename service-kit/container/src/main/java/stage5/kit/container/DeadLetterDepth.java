package stage5.kit.container;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Measures how many messages are in the dead-letter queue of each of the service's queues: the gauge {@code
 * stage5.dlq.depth}, tagged with {@code queue}, read from SQS every {@code stage5.dlq.measure-every}; NaN if the last
 * measurement failed. In the lambda form use CloudWatch's {@code ApproximateNumberOfMessagesVisible} instead, because a
 * function runs only during invocations.
 */
@ApplicationScoped
public class DeadLetterDepth {

    private static final Logger LOG = Logger.getLogger(DeadLetterDepth.class);
    private static final String SUFFIX = "-dlq"; // as in the topology

    private final SqsAsyncClient sqs;
    private final List<String> queues;
    private final Map<String, Integer> depths = new ConcurrentHashMap<>();
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    DeadLetterDepth(@All List<EventConsumer> consumers, SqsAsyncClient sqs, MeterRegistry metrics) {
        this.sqs = sqs;
        this.queues = consumers.stream().map(EventConsumer::queue).toList();
        queues.forEach(queue -> metrics.gauge("stage5.dlq.depth", Tags.of("queue", queue), depths, measured -> {
            Integer depth = measured.get(queue);
            return depth == null ? Double.NaN : depth;
        }));
    }

    @Scheduled(
            identity = "dlq-depth",
            every = "${stage5.dlq.measure-every:15s}",
            delayed = "${stage5.dlq.measure-every:15s}", // not during start-up
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return Multi.createFrom()
                .iterable(queues)
                .onItem()
                .transformToUniAndConcatenate(this::measure)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> measure(String queue) {
        return url(queue)
                .chain(this::depth)
                .invoke(depth -> depths.put(queue, depth))
                .onFailure()
                .invoke(e -> {
                    depths.remove(queue);
                    LOG.warnf("Dead letters of %s could not be counted: %s", queue, e.toString());
                })
                .onFailure()
                .recoverWithNull();
    }

    private Uni<String> url(String queue) {
        String cached = urls.get(queue);
        return cached != null
                ? Uni.createFrom().item(cached)
                : VertxContexts.fromStage(() -> sqs.getQueueUrl(get -> get.queueName(queue + SUFFIX)))
                        .map(response -> response.queueUrl())
                        .invoke(url -> urls.put(queue, url));
    }

    /** Includes messages in flight, for example those that an operator inspects: they are still dead letters. */
    private Uni<Integer> depth(String url) {
        return VertxContexts.fromStage(() -> sqs.getQueueAttributes(get -> get.queueUrl(url)
                        .attributeNames(APPROXIMATE_NUMBER_OF_MESSAGES, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)))
                .map(response -> response.attributes().values().stream()
                        .mapToInt(Integer::parseInt)
                        .sum());
    }
}
