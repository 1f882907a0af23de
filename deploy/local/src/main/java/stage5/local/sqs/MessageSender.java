package stage5.local.sqs;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How other stand-ins put messages into queues. */
@FunctionalInterface
public interface MessageSender {

    /**
     * Returns what completes once the queue has the message. It fails with {@link MessageRefusedException} if the queue will never
     * take it, and with another exception if it may do so later.
     *
     * @param queue the name of the queue
     */
    CompletionStage<Void> send(String queue, String body, Map<String, MessageAttribute> attributes);
}
