package stage5.local.sqs;

import java.util.concurrent.CompletionStage;

/** Sends messages of SNS to queues. */
@FunctionalInterface
public interface MessageSender {

    /**
     * Completes once the queue has stored the message; fails with {@link MessageRefusedException} if the queue rejects
     * it permanently, such as by its policy, and with another exception if a retry may succeed.
     *
     * @param queue the name of the queue
     */
    CompletionStage<Void> send(String queue, QueueMessage message);
}
