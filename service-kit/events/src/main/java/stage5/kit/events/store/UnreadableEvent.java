package stage5.kit.events.store;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;

/**
 * A stored event that this release cannot read, for example because a newer release has stored it. The item stays where it
 * is.
 *
 * @param subject the partition key of its item
 * @param sortKey the sort key of its item
 * @param reason the failure and its causes in one line, at most {@value #MAX_REASON} characters
 */
@RegisterForReflection
public record UnreadableEvent(String subject, String sortKey, String reason) {

    static final int MAX_REASON = 300;

    private static final int MAX_CAUSES = 5;

    /** Returns an item that cannot be decoded. */
    static UnreadableEvent of(Map<String, AttributeValue> item, Throwable failure) {
        return new UnreadableEvent(item.get(PK).s(), item.get(SK).s(), reason(failure));
    }

    /** Returns an event whose data cannot be used. */
    public static UnreadableEvent of(Event event, Throwable failure) {
        return of(EventItems.key(event), failure);
    }

    private static String reason(Throwable failure) {
        String reason = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(Throwable::toString)
                .map(text -> text.lines().findFirst().orElse(""))
                .collect(Collectors.joining("; "));
        return reason.substring(0, Math.min(reason.length(), MAX_REASON));
    }
}
