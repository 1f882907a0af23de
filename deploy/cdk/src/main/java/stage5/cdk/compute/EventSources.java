package stage5.cdk.compute;

import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.EventSourceMappingOptions;
import stage5.cdk.data.QueuePair;
import stage5.topology.Queue;

/** Queues that functions consume. */
final class EventSources {

    private static final int BATCH_SIZE = 10;

    private EventSources() {}

    /** Gives the queue's messages to the function, which says of each batch which of them have failed. */
    static void poll(Alias function, QueuePair queue) {
        function.addEventSourceMapping(
                "From-" + queue.queue().getNode().getId(),
                EventSourceMappingOptions.builder()
                        .eventSourceArn(queue.queue().getQueueArn())
                        .batchSize(BATCH_SIZE)
                        .maxConcurrency(Queue.MAX_CONCURRENCY)
                        .reportBatchItemFailures(true)
                        .build());
    }
}
