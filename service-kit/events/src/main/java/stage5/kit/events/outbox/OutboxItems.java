package stage5.kit.events.outbox;

import static stage5.kit.events.dynamodb.Attributes.PK;
import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.s;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;

/**
 * Layout of the outbox. An event that is not published yet has, besides its own item, an outbox item without further
 * attributes. The partition key is {@code OUTBOX#} and the shard, the sort key {@code MILLIS#SUBJECT#SEQUENCE} with 13
 * and 10 digits, so that a shard is sorted by time. An event that can't be published is set aside: its outbox item is
 * replaced by one with partition key {@code ASIDE#} and the shard, and with the reason.
 */
@Singleton
public class OutboxItems {

    /** {@code ./stage5 check} reads so many; enough for 10,000 events a second. */
    static final int MAX_SHARDS = 32;

    /** The last time with 13 digits of milliseconds, in the year 2286. */
    private static final long MAX_MILLIS = 9_999_999_999_999L;

    private static final String PARTITION = "OUTBOX#";
    private static final String PARTITION_ASIDE = "ASIDE#";
    private static final String REASON = "reason";
    private static final String SET_ASIDE_AT = "setAsideAt";
    private static final int MILLIS_DIGITS = 13;
    private static final int SEQUENCE_DIGITS = 10;

    private final int shards;
    private final Set<String> unsubscribed;

    public OutboxItems(OutboxSettings settings) {
        if (settings.shards() < 1 || settings.shards() > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "stage5.outbox.shards has to be from 1 to %d, not %d".formatted(MAX_SHARDS, settings.shards()));
        }
        this.shards = settings.shards();
        this.unsubscribed = settings.unsubscribed().orElse(Set.of());
    }

    /** Returns whether the event's type has a subscriber, so that the event is published. */
    public boolean isPublished(Event event) {
        return !unsubscribed.contains(event.type());
    }

    /** Returns the outbox item of an event, which consists of its key only. */
    public Map<String, AttributeValue> item(Event event) {
        return Attributes.key(partition(shard(event.subject())), sort(event));
    }

    int shards() {
        return shards;
    }

    static String partition(int shard) {
        return PARTITION + shard;
    }

    /** Returns the sort key of an event. A time that has no 13 digits counts as the first or the last that has. */
    static String sort(Event event) {
        return padded(millis(event.time()), MILLIS_DIGITS)
                + '#'
                + event.subject()
                + '#'
                + padded(event.sequence(), SEQUENCE_DIGITS);
    }

    /** Returns whether the event's time can be in a sort key: from 1970 to 2286. */
    static boolean isDated(Event event) {
        return event.time().getEpochSecond() >= 0 && event.time().getEpochSecond() <= MAX_MILLIS / 1000;
    }

    /** Returns a sort key that is after those of all earlier times, and before all others. */
    static String sortAt(Instant time) {
        return padded(millis(time), MILLIS_DIGITS);
    }

    /** Returns the item of an event that is set aside, in place of its outbox item. */
    static Map<String, AttributeValue> aside(Map<String, AttributeValue> item, String reason, Instant now) {
        return Map.of(
                PK,
                s(PARTITION_ASIDE + item.get(PK).s().substring(PARTITION.length())),
                SK,
                item.get(SK),
                REASON,
                s(reason),
                SET_ASIDE_AT,
                s(now.toString()));
    }

    /** All events of a subject are in one shard, so that a sweep reads them in order. */
    private int shard(String subject) {
        return Math.floorMod(subject.hashCode(), shards);
    }

    private static long millis(Instant time) {
        long seconds = Math.clamp(time.getEpochSecond(), 0, MAX_MILLIS / 1000);
        return seconds == time.getEpochSecond() ? time.toEpochMilli() : seconds * 1000;
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
