package stage5.kit.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;
import stage5.kit.events.consumption.Delivery;

/** The messages of one receive, and which of them are done; to be touched on the receiver's context only. */
final class ReceivedBatch {

    private final List<Delivery> deliveries;
    private final Map<String, String> undone = new LinkedHashMap<>();
    private final List<String> done = new ArrayList<>();

    ReceivedBatch(List<Message> messages) {
        deliveries = messages.stream()
                .map(message -> new Delivery(message.messageId(), message.body()))
                .toList();
        messages.forEach(message -> undone.put(message.messageId(), message.receiptHandle()));
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    void done(String messageId) {
        done.add(undone.remove(messageId));
    }

    /** Returns the receipt handles of all messages. */
    List<String> all() {
        return Stream.concat(done.stream(), undone.values().stream()).toList();
    }

    /** Returns the receipt handles of the messages that can be deleted. */
    List<String> done() {
        return done;
    }

    /** Returns the receipt handles of the others. */
    List<String> undone() {
        return List.copyOf(undone.values());
    }
}
