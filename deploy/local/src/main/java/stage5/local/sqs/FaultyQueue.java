package stage5.local.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Status;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.msg.DeleteMessage;
import org.elasticmq.msg.ReceiveMessages;
import org.elasticmq.msg.SendMessage;
import org.elasticmq.msg.UpdateVisibilityTimeout;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The actor in front of one of ElasticMQ's queues. It delays, duplicates and reorders messages. */
final class FaultyQueue extends AbstractActor {

    /** Longer than the longest wait of a receive call, 20 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ActorRef queue;
    private final SqsFaultInjector faults;

    private FaultyQueue(ActorRef queue, SqsFaultInjector faults) {
        this.queue = queue;
        this.faults = faults;
    }

    static Props props(ActorRef queue, SqsFaultInjector faults) {
        return Props.create(FaultyQueue.class, () -> new FaultyQueue(queue, faults));
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(SendMessage.class, this::send)
                .match(ReceiveMessages.class, this::receive)
                .match(DeleteMessage.class, this::delete)
                .matchAny(message -> queue.forward(message, getContext()))
                .build();
    }

    private void send(SendMessage send) {
        queue.forward(new SendMessage(faults.delayed(send.message())), getContext());
    }

    private void receive(ReceiveMessages receive) {
        ActorRef caller = getSender();
        ActorRef self = getSelf();
        Patterns.ask(queue, receive, TIMEOUT)
                .whenComplete((messages, failure) -> caller.tell(
                        failure == null ? reordered((Seq<?>) messages) : new Status.Failure(failure), self));
    }

    private scala.collection.immutable.List<?> reordered(Seq<?> messages) {
        List<?> received = new ArrayList<>(CollectionConverters.asJava(messages));
        return scala.collection.immutable.List.from(CollectionConverters.asScala(faults.reordered(received)));
    }

    /** Makes the message visible again instead of deleting it, if it is delivered once more. */
    private void delete(DeleteMessage delete) {
        DeliveryReceipt receipt = delete.deliveryReceipt();
        OptionalInt again = faults.duplicateAfterMillis(receipt.extractId().id());
        queue.forward(
                again.isPresent()
                        ? new UpdateVisibilityTimeout(receipt, new MillisVisibilityTimeout(again.getAsInt()))
                        : delete,
                getContext());
    }
}
