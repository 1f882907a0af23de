package stage5.cdk.data;

import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;
import stage5.cdk.StackLocation;

/** A queue and its dead-letter queue, imported by name from the service's {@link DataStack}. */
public record QueuePair(IQueue queue, IQueue deadLetters) {

    static QueuePair find(Construct scope, StackLocation location, stage5.topology.Queue queue) {
        return new QueuePair(
                Queue.fromQueueArn(scope, "Queue-" + queue.name(), location.arn("sqs", queue.name())),
                Queue.fromQueueArn(scope, "DeadLetters-" + queue.name(), location.arn("sqs", queue.deadLetterQueue())));
    }
}
