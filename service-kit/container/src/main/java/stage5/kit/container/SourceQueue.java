package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;

/** The calls that the poller makes to its queue. */
interface SourceQueue {

    /** The most messages that SQS accepts or returns in one call. */
    int MAX_PER_CALL = 10;

    /**
     * Completes with up to {@code max} messages: at once if there are some, else once one arrives or the long poll
     * ends.
     */
    Uni<List<Message>> receive(int max);

    /**
     * Completes once the messages are deleted, in as many calls as needed. A message that can't be deleted is reported
     * in the log; it is delivered again, as a duplicate without effect.
     */
    Uni<Void> delete(List<String> receiptHandles);

    /**
     * Completes once the messages' visibility time-out is set, counted from now, in as many calls as needed; zero makes
     * them visible at once. A message whose time-out can't be set is reported in the log.
     */
    Uni<Void> setVisibility(List<String> receiptHandles, Duration visibility);
}
