package stage5.local.sqs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Status;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.msg.LookupQueue;
import org.elasticmq.rest.sqs.SQSException;
import scala.Option;

/**
 * The actor between ElasticMQ's HTTP server and its queue manager. While faults are set, it fails calls and replaces each
 * queue by a {@link FaultyQueue}. The server looks its queue up once in each call, so a call fails as a whole.
 */
final class FaultyQueueManager extends AbstractActor {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ActorRef manager;
    private final SqsFaultInjector faults;
    private final Map<ActorRef, ActorRef> faultyQueues = new ConcurrentHashMap<>();

    private FaultyQueueManager(ActorRef manager, SqsFaultInjector faults) {
        this.manager = manager;
        this.faults = faults;
    }

    static Props props(ActorRef manager, SqsFaultInjector faults) {
        return Props.create(FaultyQueueManager.class, () -> new FaultyQueueManager(manager, faults));
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(LookupQueue.class, lookUp -> faults.isActive(), this::lookUp)
                .matchAny(message -> manager.forward(message, getContext()))
                .build();
    }

    private void lookUp(LookupQueue lookUp) {
        ActorRef caller = getSender();
        Optional<SQSException> error = faults.callError();
        if (error.isPresent()) {
            caller.tell(new Status.Failure(error.get()), getSelf());
            return;
        }
        ActorRef self = getSelf();
        var system = getContext().getSystem();
        Patterns.ask(manager, lookUp, TIMEOUT).whenComplete((found, failure) -> {
            if (failure != null) {
                caller.tell(new Status.Failure(failure), self);
            } else {
                caller.tell(
                        ((Option<?>) found)
                                .map(queue -> faultyQueues.computeIfAbsent(
                                        (ActorRef) queue, real -> system.actorOf(FaultyQueue.props(real, faults)))),
                        self);
            }
        });
    }
}
