package stage5.kit.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;
import stage5.kit.events.consumption.Delivery;

/**
 * The messages of one receive call, and which of them are done. Not thread-safe: only used on the receiver's context.
 */
final class ReceivedBatch {

    private final List<Delivery> deliveries;
    private final Map<String, String> pending = new LinkedHashMap<>(); // receipt handles by message id
    private final List<String> done = new ArrayList<>(); // receipt handles

    ReceivedBatch(List<Message> messages) {
        deliveries = messages.stream()
                .map(message -> new Delivery(message.messageId(), message.body()))
                .toList();
        messages.forEach(message -> pending.put(message.messageId(), message.receiptHandle()));
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    void markDone(String messageId) {
        done.add(pending.remove(messageId));
    }

    /** Returns the receipt handles of all messages. */
    List<String> all() {
        return Stream.concat(done.stream(), pending.values().stream()).toList();
    }

    /** Returns the receipt handles of the messages that are done and can be deleted. */
    List<String> done() {
        return done;
    }

    /** Returns the receipt handles of the messages that are not done. */
    List<String> pending() {
        return List.copyOf(pending.values());
    }
}
