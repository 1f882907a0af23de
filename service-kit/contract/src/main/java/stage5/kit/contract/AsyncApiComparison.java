package stage5.kit.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Compares two versions of an AsyncAPI 3 document from the subscribers' view. Compares only what the service sends;
 * what it receives belongs to the contracts of other services.
 */
final class AsyncApiComparison {

    private final Consumer<BreakingChange> breaks;
    private final Predicate<String> isRead;
    private final SchemaComparison events;

    /** @param isRead returns whether an event type is consumed; changes of other types are ignored */
    AsyncApiComparison(Predicate<String> isRead, Consumer<BreakingChange> breaks) {
        this.isRead = isRead;
        this.breaks = breaks;
        this.events = new SchemaComparison(SchemaRole.EVENT, breaks);
    }

    void compare(DocumentNode before, DocumentNode after) {
        Map<String, DocumentNode> channels = sending(after);
        sending(before).forEach((key, was) -> {
            if (messages(was).isEmpty()) {
                return;
            }
            DocumentNode is = channels.get(key);
            if (is == null) {
                report(after.at("channels").at(key), "channel removed: nothing is sent on it now");
                return;
            }
            requireEqual("address", was, is);
            messages(was, is);
        });
    }

    private void messages(DocumentNode before, DocumentNode after) {
        messages(before).forEach((key, was) -> {
            DocumentNode is = after.at("messages").at(key);
            if (!is.exists()) {
                report(is, "message " + was.at("name").text() + " removed");
                return;
            }
            requireEqual("name", was, is.target());
            requireEqual("contentType", was, is.target());
            events.compare(was.at("payload"), is.target().at("payload"));
            events.compare(was.at("headers"), is.target().at("headers"));
        });
    }

    /** Returns a channel's messages that are consumed, by their names in the document. */
    private Map<String, DocumentNode> messages(DocumentNode channel) {
        Map<String, DocumentNode> messages = new LinkedHashMap<>();
        channel.at("messages").members().forEach((key, reference) -> {
            DocumentNode message = reference.target();
            if (isRead.test(message.at("name").text())) {
                messages.put(key, message);
            }
        });
        return messages;
    }

    private void requireEqual(String field, DocumentNode was, DocumentNode is) {
        if (!was.at(field).node().equals(is.at(field).node())) {
            report(
                    is.at(field),
                    field + " was " + was.at(field).node() + ", is "
                            + is.at(field).node());
        }
    }

    /** Returns the channels that the service sends on, by their names in the document. */
    static Map<String, DocumentNode> sending(DocumentNode document) {
        return channels(document, "send");
    }

    /** Returns the channels that the service receives from, by their names in the document. */
    static Map<String, DocumentNode> receiving(DocumentNode document) {
        return channels(document, "receive");
    }

    private static Map<String, DocumentNode> channels(DocumentNode document, String action) {
        Map<String, DocumentNode> channels = new LinkedHashMap<>();
        List<DocumentNode> used = document.at("operations").members().values().stream()
                .filter(operation -> operation.at("action").text().equals(action))
                .map(operation -> operation.at("channel").target())
                .toList();
        document.at("channels").members().forEach((key, channel) -> {
            if (used.stream().anyMatch(node -> node.pointer().equals(channel.pointer()))) {
                channels.put(key, channel);
            }
        });
        return channels;
    }

    private void report(DocumentNode node, String change) {
        breaks.accept(node.breakingChange(change));
    }
}
