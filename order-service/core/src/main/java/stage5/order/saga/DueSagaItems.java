package stage5.order.saga;

import static stage5.kit.events.dynamodb.Attributes.SK;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.order.domain.Saga;

/**
 * Layout of the due sagas. Each version of a saga has an item of its own that consists of its key: the partition key is
 * {@code DUE#} and the shard, the sort key {@code MILLIS#ORDER#VERSION} with 13 digits of milliseconds, so that a shard is
 * sorted by time. It is written with that version, and deleted after the next one is. After a failed step the item is
 * replaced by one with a later time, the number of failures and the reason.
 */
@Singleton
public class DueSagaItems {

    /** {@code ./stage5 check} reads so many. */
    static final int MAX_SHARDS = 128;

    private static final String PARTITION = "DUE#";
    private static final String FAILURES = "failures";
    private static final String REASON = "reason";

    private final int shards;

    /**
     * @param shards the number of partition keys, each of which accepts 1,000 write units a second. An order takes three, and
     *     so does each postponed step: an item is written in a transaction and deleted. 2 shards are enough for 660 orders a
     *     second, as the 4 shards of the outbox are. 5,000 orders a second need 128: an outage of the payment provider leaves 300,000 open sagas within the
     *     deadline of 60 s, which are postponed some 30,000 times a second, for 90,000 units. The number may be raised at any
     *     time. Before it is lowered, no saga may be left in the higher shards.
     */
    public DueSagaItems(@ConfigProperty(name = "stage5.saga.shards", defaultValue = "2") int shards) {
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "stage5.saga.shards has to be from 1 to %d, not %d".formatted(MAX_SHARDS, shards));
        }
        this.shards = shards;
    }

    /** Returns the numbers of all shards. */
    List<Integer> shards() {
        return IntStream.range(0, shards).boxed().toList();
    }

    static String partition(int shard) {
        return PARTITION + shard;
    }

    /** Returns a sort key after those of all sagas that are due at this time, and before all others. */
    static String sortAfter(Instant time) {
        return millis(time.plusMillis(1));
    }

    /** Returns the item of a saga, which consists of its key only. */
    Map<String, AttributeValue> item(Saga saga) {
        return key(saga.orderId(), saga.version(), saga.dueAt());
    }

    /** Returns the item without further attributes, as its first version was. */
    Map<String, AttributeValue> key(DueSaga due) {
        return key(due.orderId(), due.version(), due.dueAt());
    }

    /** Returns the item that replaces the one of a failed step. */
    Map<String, AttributeValue> item(DueSaga failed, Instant next, String reason) {
        Map<String, AttributeValue> item = new HashMap<>(key(failed.orderId(), failed.version(), next));
        item.put(FAILURES, n(failed.failures() + 1L));
        item.put(REASON, s(reason));
        return item;
    }

    static DueSaga due(Map<String, AttributeValue> item) {
        String[] sort = string(item, SK).split("#");
        return new DueSaga(
                sort[1],
                Long.parseLong(sort[2]),
                Instant.ofEpochMilli(Long.parseLong(sort[0])),
                item.containsKey(FAILURES) ? Math.toIntExact(number(item, FAILURES)) : 0);
    }

    private Map<String, AttributeValue> key(String orderId, long version, Instant dueAt) {
        return Attributes.key(
                partition(Math.floorMod(orderId.hashCode(), shards)), millis(dueAt) + '#' + orderId + '#' + version);
    }

    private static String millis(Instant time) {
        return "%013d".formatted(time.toEpochMilli());
    }
}
