package stage5.local.sns;

import java.util.concurrent.CompletionStage;
import stage5.local.meter.UsageCounters;
import stage5.local.meter.UsageCounters.Quantity;
import stage5.local.sqs.MessageSender;
import stage5.local.sqs.QueueMessage;

/** Counts the messages that queues accept. */
record MeteredSender(MessageSender sender, UsageCounters usage) implements MessageSender {

    @Override
    public CompletionStage<Void> send(String queue, QueueMessage message) {
        return sender.send(queue, message).thenAccept(sent -> usage.add(Quantity.DELIVERIES, queue, 1));
    }
}
