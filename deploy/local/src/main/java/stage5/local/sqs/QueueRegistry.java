package stage5.local.sqs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.util.NowProvider;

/** All queues by name. Thread-safe. */
final class QueueRegistry {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final String FIFO_SUFFIX = ".fifo";
    private static final int MAX_NAME = 80;
    private static final Duration NAME_REUSE = Duration.ofSeconds(60);

    private final ActorSystem actors;
    private final InstantSource clock;
    private final NowProvider actorClock;
    private final Map<String, SqsQueue> queues = new ConcurrentSkipListMap<>();
    private final Map<String, Instant> deleted = new ConcurrentHashMap<>();

    QueueRegistry(ActorSystem actors, InstantSource clock) {
        this.actors = actors;
        this.clock = clock;
        this.actorClock = new NowProvider() {
            @Override
            public long nowMillis() {
                return clock.millis();
            }

            @Override
            public OffsetDateTime now() {
                return clock.instant().atOffset(ZoneOffset.UTC);
            }
        };
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Returns a new queue, or the existing one if its attributes are the same.
     *
     * @throws SqsErrorException if SQS would reject the call
     */
    synchronized SqsQueue create(String name, Map<String, String> given, Map<String, String> tags) {
        SqsQueue existing = queues.get(name);
        QueueAttributes attributes = QueueAttributes.of(given, this);
        if (existing != null) {
            existing.attributes().firstDifference(given).ifPresent(attribute -> {
                throw SqsErrorException.queueExists(attribute);
            });
            return existing;
        }
        checkName(name, attributes.isFifo());
        checkReuse(name);
        SqsQueue queue = new SqsQueue(name, attributes, tags, actors, actorClock);
        queues.put(name, queue);
        link(queue);
        sourcesOf(queue).forEach(source -> source.linkDeadLetters(Optional.of(queue)));
        return queue;
    }

    private static void checkName(String name, boolean isFifo) {
        String stem =
                isFifo && name.endsWith(FIFO_SUFFIX) ? name.substring(0, name.length() - FIFO_SUFFIX.length()) : name;
        if (isFifo && stem.equals(name)) {
            throw SqsErrorException.invalidParameterValue(
                    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end"
                            + " with .fifo suffix and be 1 to 80 in length.");
        }
        if (!NAME.matcher(stem).matches() || name.length() > MAX_NAME) {
            throw SqsErrorException.invalidParameterValue(
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }
    }

    private void checkReuse(String name) {
        deleted.values().removeIf(time -> !time.plus(NAME_REUSE).isAfter(now()));
        if (deleted.containsKey(name)) {
            throw SqsErrorException.prefixed(
                    400,
                    "QueueDeletedRecently",
                    "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
        }
    }

    /** Changes attributes of the queue; throws {@link SqsErrorException} if SQS would reject it. */
    synchronized void change(SqsQueue queue, Map<String, String> changes) {
        queue.change(queue.attributes().with(changes, this), now());
        link(queue);
    }

    private void link(SqsQueue queue) {
        queue.linkDeadLetters(queue.attributes().redrive().flatMap(redrive -> find(redrive.target())));
    }

    synchronized void delete(SqsQueue queue) {
        if (queues.remove(queue.name(), queue)) {
            deleted.put(queue.name(), now());
            sourcesOf(queue).forEach(source -> source.linkDeadLetters(Optional.empty()));
            queue.close();
        }
    }

    Optional<SqsQueue> find(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    /** Returns the queue; throws {@link SqsErrorException} if there is none with this name. */
    SqsQueue require(String name) {
        SqsQueue queue = queues.get(name);
        if (queue == null) {
            throw SqsErrorException.nonExistentQueue();
        }
        return queue;
    }

    /** Returns the queue of the call; throws {@link SqsErrorException} if the call names none, or it does not exist. */
    SqsQueue of(SqsCall call) {
        Parameters.requireText(call.parameters(), "QueueUrl");
        return require(call.queue());
    }

    /** Returns the queues with this prefix, in the order of their names. */
    List<SqsQueue> withPrefix(String prefix) {
        return queues.values().stream()
                .filter(queue -> queue.name().startsWith(prefix))
                .toList();
    }

    /** Returns the queues with this dead-letter queue. */
    List<SqsQueue> sourcesOf(SqsQueue deadLetters) {
        return queues.values().stream()
                .filter(queue -> queue.attributes()
                        .redrive()
                        .filter(redrive -> redrive.target().equals(deadLetters.name()))
                        .isPresent())
                .toList();
    }
}
