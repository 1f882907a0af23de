package stage5.kit.container;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** How queues are polled. */
@ConfigMapping(prefix = "stage5.poller")
public interface PollerSettings {

    /** Returns how many receivers, each with a batch of its own, a queue has in this process. */
    @WithDefault("2")
    int receiversPerQueue();

    /**
     * Returns how long a receive waits for the first message, in whole seconds, 20 at most: longer costs fewer requests,
     * shorter stops sooner.
     */
    @WithName("wait")
    @WithDefault("5S")
    Duration longPoll();

    /**
     * Returns how long a message stays hidden from others after its receive, and after each heartbeat, in whole seconds:
     * so long it lies idle where its receiver has died. Less than the queue's own, which is for functions.
     */
    @WithDefault("30S")
    Duration visibility();

    /**
     * Returns how long the work on a batch may take before its messages are no longer kept hidden, so that what hangs is
     * taken up by others and in the end by the dead-letter queue. SQS allows twelve hours (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html">
     * ChangeMessageVisibility</a>).
     */
    @WithDefault("10M")
    Duration longestWork();

    /** Returns how long a shutdown waits for the batches in hand. */
    @WithDefault("8S")
    Duration drain();
}
