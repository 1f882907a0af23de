package stage5.local.sqs;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.msg.LookupQueue;
import org.elasticmq.rest.sqs.SQSException;
import scala.Option;

/** Finds ElasticMQ's queues. Thread-safe. */
final class QueueActors {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ActorRef manager;
    private final BooleanSupplier isRemembered;
    private final Executor executor;
    private final Map<String, ActorRef> known = new ConcurrentHashMap<>();

    /**
     * @param manager looks queues up
     * @param isRemembered whether a queue that was found needs no further look-up
     * @param executor runs the continuations of the actors' replies; by default Pekko's futures would use the JVM's
     *     common pool, which other code may block
     */
    QueueActors(ActorRef manager, BooleanSupplier isRemembered, Executor executor) {
        this.manager = manager;
        this.isRemembered = isRemembered;
        this.executor = executor;
    }

    /** Forgets all queues; some may be deleted. */
    void forget() {
        known.clear();
    }

    /** Completes with the actor of a queue; fails with {@link SQSException} if there is no such queue. */
    CompletionStage<ActorRef> find(String queue) {
        ActorRef actor = isRemembered.getAsBoolean() ? known.get(queue) : null;
        return actor != null
                ? CompletableFuture.completedStage(actor)
                : Patterns.ask(manager, new LookupQueue(queue), TIMEOUT)
                        .thenComposeAsync(found -> found(queue, (Option<?>) found), executor);
    }

    private CompletionStage<ActorRef> found(String queue, Option<?> actor) {
        if (actor.isEmpty()) {
            return CompletableFuture.failedStage(SQSException.nonExistentQueue());
        }
        ActorRef found = (ActorRef) actor.get();
        if (isRemembered.getAsBoolean()) {
            known.put(queue, found);
        }
        return CompletableFuture.completedStage(found);
    }
}
