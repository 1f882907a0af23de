package stage5.local.sqs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.elasticmq.QueueStatistics;
import org.elasticmq.msg.GetQueueStatistics;
import stage5.topology.Queue;

/** Reads the depths of queues from ElasticMQ's actors, because injected faults can fail calls over HTTP. */
record ElasticMqDepths(QueueRegistry queues) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final double MILLIS_PER_SECOND = 1000;

    private static final QueueStatistics EMPTY = new QueueStatistics(0, 0, 0);

    List<QueueDepth> of(List<Queue> topology) {
        return topology.stream().map(this::depth).toList();
    }

    private QueueDepth depth(Queue queue) {
        QueueStatistics own = statistics(queue.name());
        QueueStatistics dead = statistics(queue.deadLetterQueue());
        return new QueueDepth(
                queue.name(),
                visible(own),
                (int) own.approximateNumberOfInvisibleMessages(),
                visible(dead) + (int) dead.approximateNumberOfInvisibleMessages(),
                oldestSeconds(queue.name()));
    }

    /** Returns the age of the oldest message; the statistics have just listed the messages. */
    private double oldestSeconds(String name) {
        return queues.find(name)
                .flatMap(SqsQueue::oldestMessage)
                .map(created -> Duration.between(created, queues.now()).toMillis() / MILLIS_PER_SECOND)
                .orElse(0.0);
    }

    private QueueStatistics statistics(String name) {
        Optional<SqsQueue> queue = queues.find(name);
        if (queue.isEmpty()) {
            return EMPTY;
        }
        CompletionStage<QueueStatistics> statistics =
                queue.get().ask(new GetQueueStatistics(queues.now().toEpochMilli()), TIMEOUT);
        return statistics.toCompletableFuture().join();
    }

    private static int visible(QueueStatistics statistics) {
        return (int)
                (statistics.approximateNumberOfVisibleMessages() + statistics.approximateNumberOfMessagesDelayed());
    }
}
