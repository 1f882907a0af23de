package stage5.local.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.DeadLettersQueueData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.QueueData;
import org.elasticmq.actor.queue.QueueActor;
import org.elasticmq.msg.UpdateQueueDeadLettersQueue;
import org.elasticmq.msg.UpdateQueueDefaultVisibilityTimeout;
import org.elasticmq.msg.UpdateQueueDelay;
import org.elasticmq.msg.UpdateQueueReceiveMessageWait;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.Map$;
import stage5.local.aws.Aws;

/** A queue: its attributes and tags, and ElasticMQ's actor, which holds the messages. Thread-safe. */
final class SqsQueue {

    private final String name;
    private final Instant created;
    private final ActorSystem actors;
    private final ActorRef actor;
    private final AtomicLong oldestMessageMillis = new AtomicLong(Long.MAX_VALUE);
    private volatile QueueAttributes attributes;
    private volatile Instant modified;
    private volatile Map<String, String> tags;
    private Instant purged = Instant.MIN;

    /** @param clock ElasticMQ's clock */
    SqsQueue(String name, QueueAttributes attributes, Map<String, String> tags, ActorSystem actors, NowProvider clock) {
        this.name = name;
        this.attributes = attributes;
        this.tags = Map.copyOf(tags);
        this.created = Instant.ofEpochMilli(clock.nowMillis());
        this.modified = created;
        this.actors = actors;
        this.actor = actors.actorOf(props(clock));
    }

    private Props props(NowProvider clock) {
        return Props.create(QueueActor.class, () -> {
            QueueActor queue =
                    new QueueActor(clock, data(clock), Option.empty(), Option.empty(), Option.empty(), Option.empty());
            LongSupplier retentionMillis = () -> attributes.retention().toMillis();
            queue.messageQueue_$eq(
                    new ExpiringMessages(queue.messageQueue(), clock::nowMillis, retentionMillis, oldestMessageMillis));
            return queue;
        });
    }

    private QueueData data(NowProvider clock) {
        return new QueueData(
                name,
                visibilityTimeout(),
                attributes.delay(),
                attributes.receiveWait(),
                clock.now(),
                clock.now(),
                Option.empty(),
                isFifo(),
                attributes.isDeduplicatedByContent(),
                Option.empty(),
                Option.empty(),
                Map$.MODULE$.empty());
    }

    private MillisVisibilityTimeout visibilityTimeout() {
        return new MillisVisibilityTimeout(attributes.visibilityTimeout().toMillis());
    }

    String name() {
        return name;
    }

    String arn() {
        return Aws.queueArn(name);
    }

    boolean isFifo() {
        return attributes.isFifo();
    }

    Instant created() {
        return created;
    }

    Instant modified() {
        return modified;
    }

    QueueAttributes attributes() {
        return attributes;
    }

    /** Replaces the attributes, except that {@link #linkDeadLetters} has to be called if the redrive policy changes. */
    synchronized void change(QueueAttributes changed, Instant now) {
        attributes = changed;
        modified = now;
        tell(new UpdateQueueDefaultVisibilityTimeout(visibilityTimeout()));
        tell(new UpdateQueueDelay(changed.delay()));
        tell(new UpdateQueueReceiveMessageWait(changed.receiveWait()));
    }

    /** Connects the queue with its dead-letter queue. Without one, messages stay. */
    void linkDeadLetters(Optional<SqsQueue> deadLetters) {
        Optional<DeadLettersQueueData> data = attributes
                .redrive()
                .filter(redrive -> deadLetters.isPresent())
                .map(redrive -> new DeadLettersQueueData(redrive.target(), redrive.maxReceiveCount()));
        tell(new UpdateQueueDeadLettersQueue(
                Option.apply(data.orElse(null)),
                Option.apply(deadLetters.map(queue -> queue.actor).orElse(null))));
    }

    Map<String, String> tags() {
        return tags;
    }

    synchronized void tag(Map<String, String> added) {
        Map<String, String> changed = new LinkedHashMap<>(tags);
        changed.putAll(added);
        tags = Map.copyOf(changed);
    }

    synchronized void untag(Iterable<String> keys) {
        Map<String, String> changed = new LinkedHashMap<>(tags);
        keys.forEach(changed::remove);
        tags = Map.copyOf(changed);
    }

    /** Returns whether the last purge is at least this long ago; then the next interval begins. */
    synchronized boolean tryPurge(Instant now, Duration interval) {
        if (purged.plus(interval).isAfter(now)) {
            return false;
        }
        purged = now;
        return true;
    }

    /** Sends a message to ElasticMQ that has no reply. */
    void tell(Object message) {
        actor.tell(message, ActorRef.noSender());
    }

    /** Returns the creation of the oldest message, also if it is in flight, as of the last statistics; empty if there was none. */
    Optional<Instant> oldestMessage() {
        return Optional.of(oldestMessageMillis.get())
                .filter(millis -> millis != Long.MAX_VALUE)
                .map(Instant::ofEpochMilli);
    }

    /**
     * Sends a message to ElasticMQ and completes with its reply.
     *
     * @param <R> the type of the reply, which the message determines
     */
    @SuppressWarnings("unchecked")
    <R> CompletionStage<R> ask(Object message, Duration timeout) {
        return (CompletionStage<R>) Patterns.ask(actor, message, timeout);
    }

    /** Deletes the queue with its messages. */
    void close() {
        actors.stop(actor);
    }
}
