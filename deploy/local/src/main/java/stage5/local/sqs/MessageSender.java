package stage5.local.sqs;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends messages to queues, for other emulators. */
@FunctionalInterface
public interface MessageSender {

    /**
     * Completes once the queue has stored the message; fails with {@link MessageRefusedException} if the queue rejects
     * it permanently, and with another exception if a retry may succeed.
     *
     * @param queue the name of the queue
     */
    CompletionStage<Void> send(String queue, String body, Map<String, MessageAttribute> attributes);
}
