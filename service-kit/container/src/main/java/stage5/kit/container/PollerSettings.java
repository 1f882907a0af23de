package stage5.kit.container;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of the queue poller.
 *
 * <p>How the limits interact: a received message is hidden for {@link #visibility}. A heartbeat extends that after
 * a third of it, so consumption may take longer, up to {@link #longestWork}. Retries of an event last {@code
 * stage5.consumer.patience} at most, and {@code stage5.consumer.breaker-wait} if a circuit breaker is open (see {@code
 * Consumption}); both must be shorter than {@link #longestWork}. A message that still fails is not released but becomes
 * visible when the visibility time-out ends. This is the back-off between deliveries: the queue moves a message to its
 * dead-letter queue after five receives, and immediate redelivery would use them up within seconds of an outage.
 */
@ConfigMapping(prefix = "stage5.poller")
public interface PollerSettings {

    /**
     * Returns the most messages of a queue that this process works on at once. The number adapts to the measured
     * latency between {@link #minInWork} and this.
     */
    @WithDefault("50")
    int maxInWork();

    /**
     * Returns how many messages of a queue this process works on at least, if there are as many. Most of their time is
     * spent waiting for stores and upstreams, so a busy machine can work on several batches too.
     */
    @WithDefault("20")
    int minInWork();

    /** Returns the mean latency of a message, from receive to end, that never lowers the number of messages in work. */
    @WithDefault("200MS")
    Duration acceptableLatency();

    /**
     * Returns the least time between two receive calls for a queue while it has messages. A longer time fills batches,
     * and costs fewer calls; each message waits half of it on average.
     */
    @WithDefault("25MS")
    Duration pace();

    /**
     * Returns, by queue, a longer time between two receive calls, for queues whose messages no customer waits for: their
     * batches are fuller. It applies unless a call has returned as many messages as it could, or one that has waited for more
     * than twice this time. A queue that is not named has {@link #pace}.
     */
    Map<String, Duration> gather();

    /** Returns how late the event loop may be before polling yields to requests. */
    @WithDefault("25MS")
    Duration toleratedLag();

    /** Returns how long the deletion of a message may wait for others, so that one call deletes up to ten. */
    @WithDefault("50MS")
    Duration deletionDelay();

    /**
     * Returns the long-poll time of a receive call, in whole seconds, at most 20. A longer time needs fewer requests; a
     * shorter one lets the process stop sooner. Shorter than {@link #drain}, so that a stop releases its messages.
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
     * Returns how long the work on a message may take before its visibility time-out is no longer extended. A message
     * whose consumer hangs is then delivered again, and at last moved to the dead-letter queue. SQS allows twelve hours (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html">
     * ChangeMessageVisibility</a>).
     */
    @WithDefault("10M")
    Duration longestWork();

    /** Returns how long a shutdown waits for messages in work; then it releases them. */
    @WithDefault("8S")
    Duration drain();
}
