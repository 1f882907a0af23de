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
 * How many messages lie in the dead-letter queue of each of the service's queues: the gauge {@code stage5.dlq.depth},
 * asked of SQS every {@code stage5.dlq.measure-every}, and not a number while SQS does not say. Functions have no time
 * of their own to ask in; there CloudWatch tells it, as {@code ApproximateNumberOfMessagesVisible}.
 */
@ApplicationScoped
public class DeadLetterDepth {

    private static final Logger LOG = Logger.getLogger(DeadLetterDepth.class);
    private static final String SUFFIX = "-dlq"; // as the topology names them

    private final SqsAsyncClient sqs;
    private final List<String> queues;
    private final Map<String, Integer> depths = new ConcurrentHashMap<>();
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    DeadLetterDepth(@All List<EventConsumer> consumers, SqsAsyncClient sqs, MeterRegistry metrics) {
        this.sqs = sqs;
        this.queues = consumers.stream().map(EventConsumer::queue).toList();
        queues.forEach(queue -> metrics.gauge("stage5.dlq.depth", Tags.of("queue", queue), depths, known -> {
            Integer depth = known.get(queue);
            return depth == null ? Double.NaN : depth;
        }));
    }

    @Scheduled(
            identity = "dlq-depth",
            every = "${stage5.dlq.measure-every:15s}",
            delayed = "${stage5.dlq.measure-every:15s}", // a start has enough to do
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
                    LOG.warnf("The dead letters of %s can't be counted: %s", queue, e.toString());
                })
                .onFailure()
                .recoverWithNull();
    }

    private Uni<String> url(String queue) {
        String known = urls.get(queue);
        return known != null
                ? Uni.createFrom().item(known)
                : VertxContexts.fromStage(() -> sqs.getQueueUrl(get -> get.queueName(queue + SUFFIX)))
                        .map(response -> response.queueUrl())
                        .invoke(url -> urls.put(queue, url));
    }

    /** Counts what somebody is looking at, too: it is still there. */
    private Uni<Integer> depth(String url) {
        return VertxContexts.fromStage(() -> sqs.getQueueAttributes(get -> get.queueUrl(url)
                        .attributeNames(APPROXIMATE_NUMBER_OF_MESSAGES, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)))
                .map(response -> response.attributes().values().stream()
                        .mapToInt(Integer::parseInt)
                        .sum());
    }
}
