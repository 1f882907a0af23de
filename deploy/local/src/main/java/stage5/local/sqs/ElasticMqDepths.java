package stage5.local.sqs;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.QueueStatistics;
import org.elasticmq.msg.GetQueueStatistics;
import org.elasticmq.msg.LookupQueue;
import scala.Option;
import stage5.topology.Queue;

/** Reads the depths of queues from ElasticMQ's actors, because injected faults can fail calls over HTTP. */
record ElasticMqDepths(ActorRef queueManager) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final QueueStatistics EMPTY = new QueueStatistics(0, 0, 0);

    List<QueueDepth> of(List<Queue> queues) {
        return queues.stream().map(this::depth).toList();
    }

    private QueueDepth depth(Queue queue) {
        QueueStatistics own = statistics(queue.name());
        QueueStatistics dead = statistics(queue.deadLetterQueue());
        return new QueueDepth(
                queue.name(),
                visible(own),
                (int) own.approximateNumberOfInvisibleMessages(),
                visible(dead) + (int) dead.approximateNumberOfInvisibleMessages());
    }

    private QueueStatistics statistics(String queue) {
        Option<?> found = ask(queueManager, new LookupQueue(queue));
        return found.isEmpty()
                ? EMPTY
                : ask((ActorRef) found.get(), new GetQueueStatistics(System.currentTimeMillis()));
    }

    private static int visible(QueueStatistics statistics) {
        return (int)
                (statistics.approximateNumberOfVisibleMessages() + statistics.approximateNumberOfMessagesDelayed());
    }

    @SuppressWarnings("unchecked") // the type of a reply is that of its message
    private static <T> T ask(ActorRef actor, Object message) {
        return (T) Patterns.ask(actor, message, TIMEOUT).toCompletableFuture().join();
    }
}
