package stage5.local.sqs;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.elasticmq.AfterMillisNextDelivery;
import org.elasticmq.ImmediateNextDelivery$;
import org.elasticmq.NextDelivery;
import stage5.local.fault.FaultActivation;
import stage5.local.fault.FaultControl;

/**
 * Decides which calls fail and which messages are delayed, duplicated, reordered or visible too soon. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html">At-least-once
 *     delivery</a>
 */
final class SqsFaultInjector {

    private static final String ERRORS = "errors";
    private static final String THROTTLED = "throttled";
    private static final String DUPLICATES = "duplicates";
    private static final String DELAYED = "delayed";
    private static final String REORDERED = "reordered";
    private static final String SHORTENED = "shortened";
    private static final String POISONED = "poisoned";

    private static final int REMEMBERED_DUPLICATES = 100_000;

    private final FaultControl<SqsFault> control = new FaultControl<>(
            "sqs",
            SqsFault.class,
            SqsFault.NONE,
            List.of(ERRORS, THROTTLED, DUPLICATES, DELAYED, REORDERED, SHORTENED, POISONED),
            InstantSource.system());

    /** The messages that were duplicated. Each is duplicated once, so that none ends in the dead-letter queue. */
    private final Set<String> duplicated = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_DUPLICATES;
        }
    }));

    FaultControl<SqsFault> control() {
        return control;
    }

    /** Returns the error that the next call gets; empty if it is performed. */
    Optional<SqsErrorException> callError() {
        FaultActivation<SqsFault> now = control.activation();
        if (now.happens(THROTTLED, now.settings().throttleShare())) {
            return Optional.of(
                    SqsErrorException.of(400, "RequestThrottled", "The request was denied due to request throttling."));
        }
        if (now.happens(ERRORS, now.settings().errorShare())) {
            return Optional.of(SqsErrorException.internalFailure("This call fails by an injected fault"));
        }
        return Optional.empty();
    }

    /** Returns when the next message of the queue becomes visible. */
    NextDelivery nextDelivery(String queue) {
        FaultActivation<SqsFault> now = control.activation();
        String only = now.settings().delayQueue();
        return (only == null || only.equals(queue))
                        && now.happens(DELAYED, now.settings().delayShare())
                ? new AfterMillisNextDelivery(now.upTo(DELAYED, now.settings().delayMillis()))
                : ImmediateNextDelivery$.MODULE$;
    }

    /** Returns how long a received message of the queue is hidden, of the time that its receiver requires. */
    long visibilityMillis(String queue, long required) {
        FaultActivation<SqsFault> now = control.activation();
        Integer most = now.settings().visibilityMillis();
        String only = now.settings().visibilityQueue();
        if (most == null || required <= most || only != null && !only.equals(queue)) {
            return required;
        }
        now.count(SHORTENED, 1);
        return most;
    }

    /** Counts an event that no consumer can read. */
    static void countPoison(FaultActivation<SqsFault> activation) {
        activation.count(POISONED, 1);
    }

    /** Returns after how many milliseconds a deleted message is delivered once more; empty if it is deleted. */
    OptionalInt duplicateAfterMillis(String messageId) {
        FaultActivation<SqsFault> now = control.activation();
        if (!now.draws(DUPLICATES, now.settings().duplicateShare()) || !duplicated.add(messageId)) {
            return OptionalInt.empty();
        }
        now.count(DUPLICATES, 1);
        return OptionalInt.of(now.upTo(DUPLICATES, now.settings().duplicateMillis()));
    }

    /** Returns received messages in the order in which they are delivered. */
    <T> List<T> reordered(List<T> messages) {
        FaultActivation<SqsFault> now = control.activation();
        if (messages.size() < 2 || !now.draws(REORDERED, now.settings().reorderShare())) {
            return messages;
        }
        List<T> shuffled = new ArrayList<>(messages);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, now.upTo(REORDERED, i));
        }
        if (!shuffled.equals(messages)) {
            now.count(REORDERED, 1);
        }
        return shuffled;
    }
}
