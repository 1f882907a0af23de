package stage5.kit.container;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/**
 * Settings of the queue poller.
 *
 * <p>How the limits interact: a received message is hidden for {@link #visibility}. A heartbeat extends that every
 * third of it, so consumption may take longer, up to {@link #longestWork}. Retries of an event last {@code
 * stage5.consumer.patience} at most (see {@code Consumption}). A message that still fails is not released but becomes
 * visible when the visibility time-out ends. This is the back-off between deliveries: the queue moves a message to its
 * dead-letter queue after three receives, and immediate redelivery would use them up within seconds of an outage.
 */
@ConfigMapping(prefix = "stage5.poller")
public interface PollerSettings {

    /** Returns the number of concurrent receivers per queue in this process; each handles one batch at a time. */
    @WithDefault("2")
    int receiversPerQueue();

    /**
     * Returns the long-poll time of a receive call, in whole seconds, at most 20. A longer time needs fewer requests; a
     * shorter one lets the process stop sooner.
     */
    @WithName("wait")
    @WithDefault("5S")
    Duration longPoll();

    /**
     * Returns the visibility time-out after a receive and after each extension, in whole seconds. If the process dies,
     * its messages are delivered again after this time. Shorter than the queue's own visibility time-out, which fits
     * functions.
     */
    @WithDefault("30S")
    Duration visibility();

    /**
     * Returns how long the work on a batch may take before its visibility time-out is no longer extended. Messages
     * whose consumer hangs are then delivered to other receivers, and at last moved to the dead-letter queue. SQS
     * allows twelve hours (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html">
     * ChangeMessageVisibility</a>).
     */
    @WithDefault("10M")
    Duration longestWork();

    /** Returns how long a shutdown waits for running batches; then their pending messages are released. */
    @WithDefault("8S")
    Duration drain();
}
