package stage5.local.sns;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import stage5.local.meter.Meter;
import stage5.local.meter.Meter.Quantity;
import stage5.local.sqs.MessageAttribute;
import stage5.local.sqs.Sending;

/** Counts the messages that queues take. */
record CountedSending(Sending queues, Meter meter) implements Sending {

    @Override
    public CompletionStage<Void> send(String queue, String body, Map<String, MessageAttribute> attributes) {
        return queues.send(queue, body, attributes).thenAccept(sent -> meter.add(Quantity.DELIVERIES, queue, 1));
    }
}
