package stage5.cdk.compute;

import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.EventSourceMappingOptions;
import stage5.cdk.data.QueuePair;

/** Connects queues to the functions that consume them. */
final class EventSourceMappings {

    private static final int BATCH_SIZE = 10;

    private EventSourceMappings() {}

    /** Lets Lambda poll the queue for the function, which reports failed messages per batch. */
    static void add(Alias function, QueuePair queue, int maxConcurrency) {
        function.addEventSourceMapping(
                "From-" + queue.queue().getNode().getId(),
                EventSourceMappingOptions.builder()
                        .eventSourceArn(queue.queue().getQueueArn())
                        .batchSize(BATCH_SIZE)
                        .maxConcurrency(maxConcurrency)
                        .reportBatchItemFailures(true)
                        .build());
    }
}
