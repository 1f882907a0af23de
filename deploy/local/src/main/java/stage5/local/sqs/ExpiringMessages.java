package stage5.local.sqs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.actor.queue.MessageQueue;
import scala.Function1;
import scala.Option;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The messages of one of ElasticMQ's queues, which has no retention period: removes those that are older. The age counts
 * from the original time, also in a dead-letter queue. Confined to the queue's actor.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html">Message
 *     retention of dead-letter queues</a>
 */
final class ExpiringMessages implements MessageQueue {

    /** The least time between two searches: expired messages must not make each call search all messages. */
    private static final long SEARCH_INTERVAL_MILLIS = 1_000;

    private final MessageQueue messages;
    private final LongSupplier clockMillis;
    private final LongSupplier retentionMillis;

    /** The creation of the oldest message, or an earlier time. */
    private long oldestMillis;

    private long searchedMillis;

    /** The creation of the oldest message when all were listed last; {@link Long#MAX_VALUE} if there was none. */
    private final AtomicLong listedOldestMillis;

    /** @param listedOldestMillis receives the creation of the oldest message whenever all are listed */
    ExpiringMessages(
            MessageQueue messages,
            LongSupplier clockMillis,
            LongSupplier retentionMillis,
            AtomicLong listedOldestMillis) {
        this(messages, clockMillis, retentionMillis, listedOldestMillis, Long.MAX_VALUE);
    }

    private ExpiringMessages(
            MessageQueue messages,
            LongSupplier clockMillis,
            LongSupplier retentionMillis,
            AtomicLong listedOldestMillis,
            long oldestMillis) {
        this.messages = messages;
        this.clockMillis = clockMillis;
        this.retentionMillis = retentionMillis;
        this.listedOldestMillis = listedOldestMillis;
        this.oldestMillis = oldestMillis;
    }

    private void expire() {
        long now = clockMillis.getAsLong();
        long expired = now - retentionMillis.getAsLong();
        if (oldestMillis > expired || now - searchedMillis < SEARCH_INTERVAL_MILLIS) {
            return;
        }
        searchedMillis = now;
        oldestMillis = Long.MAX_VALUE;
        List<String> ids = new ArrayList<>();
        for (InternalMessage message : CollectionConverters.asJava(messages.all())) {
            long created = createdMillis(message);
            if (created <= expired) {
                ids.add(message.id());
            } else {
                oldestMillis = Math.min(oldestMillis, created);
            }
        }
        ids.forEach(messages::remove);
    }

    private static long createdMillis(InternalMessage message) {
        return message.created().toInstant().toEpochMilli();
    }

    @Override
    public void $plus$eq(InternalMessage message) {
        oldestMillis = Math.min(oldestMillis, createdMillis(message));
        messages.$plus$eq(message);
    }

    @Override
    public Option<InternalMessage> getById(String id) {
        expire();
        return messages.getById(id);
    }

    @Override
    public Option<InternalMessage> pop() {
        expire();
        return messages.pop();
    }

    @Override
    public Iterable<InternalMessage> all() {
        expire();
        Iterable<InternalMessage> all = messages.all();
        long oldest = Long.MAX_VALUE;
        for (InternalMessage message : CollectionConverters.asJava(all)) {
            oldest = Math.min(oldest, createdMillis(message));
        }
        listedOldestMillis.set(oldest);
        return all;
    }

    @Override
    public long size() {
        expire();
        return messages.size();
    }

    @Override
    public void clear() {
        messages.clear();
        oldestMillis = Long.MAX_VALUE;
    }

    @Override
    public void remove(String id) {
        messages.remove(id);
    }

    @Override
    public MessageQueue filterNot(Function1<InternalMessage, Object> predicate) {
        return new ExpiringMessages(
                messages.filterNot(predicate), clockMillis, retentionMillis, listedOldestMillis, oldestMillis);
    }

    @Override
    public scala.collection.immutable.List<InternalMessage> dequeue(int count, long deliveryMillis) {
        expire();
        return messages.dequeue(count, deliveryMillis);
    }
}
