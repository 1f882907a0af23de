package stage5.kit.events.outbox;

import static stage5.kit.events.dynamodb.Attributes.SK;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One item of the outbox: the position of an event.
 *
 * @param key the item's key
 * @param time the event's time, in whole milliseconds
 */
record OutboxEntry(Map<String, AttributeValue> key, Instant time, String subject, long sequence) {

    private static final Pattern SORT = Pattern.compile("(\\d{13})#(.+)#(\\d{10})");

    /** Returns the entry of an outbox item, or empty if its sort key has another form. */
    static Optional<OutboxEntry> of(Map<String, AttributeValue> key) {
        Matcher sort = SORT.matcher(key.get(SK).s());
        return sort.matches() && Long.parseLong(sort.group(3)) > 0
                ? Optional.of(new OutboxEntry(
                        key,
                        Instant.ofEpochMilli(Long.parseLong(sort.group(1))),
                        sort.group(2),
                        Long.parseLong(sort.group(3))))
                : Optional.empty();
    }
}
