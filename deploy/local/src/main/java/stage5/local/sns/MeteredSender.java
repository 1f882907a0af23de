package stage5.local.sns;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import stage5.local.meter.UsageCounters;
import stage5.local.meter.UsageCounters.Quantity;
import stage5.local.sqs.MessageAttribute;
import stage5.local.sqs.MessageSender;

/** Counts the messages that queues accept. */
record MeteredSender(MessageSender sender, UsageCounters usage) implements MessageSender {

    @Override
    public CompletionStage<Void> send(String queue, String body, Map<String, MessageAttribute> attributes) {
        return sender.send(queue, body, attributes).thenAccept(sent -> usage.add(Quantity.DELIVERIES, queue, 1));
    }
}
