package stage5.local.sns;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.local.sqs.Sending;

/** Brings messages to the queues that subscribe to them; a queue that doesn't take them holds up no other. */
final class Deliveries implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

    private final Sending queues;
    private final RetrySchedule schedule;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sns-retries").daemon().factory());

    Deliveries(Sending queues, RetrySchedule schedule) {
        this.queues = queues;
        this.schedule = schedule;
    }

    /** Sends the message on to all subscriptions that want it; doesn't wait for them. */
    void deliver(Message message, Collection<Subscription> subscriptions) {
        for (Subscription subscription : subscriptions) {
            if (subscription.settings().filter().admits(message)) {
                send(subscription.queue(), Parcel.of(message, subscription));
            }
        }
    }

    private void send(String queue, Parcel parcel) {
        queues.send(queue, parcel.body(), parcel.attributes()).whenComplete((sent, failure) -> {
            if (failure != null) {
                failed(queue, parcel, DeliveryFailure.of(failure));
            }
        });
    }

    private void failed(String queue, Parcel parcel, DeliveryFailure failure) {
        if (clock.isShutdown()) {
            return; // what is under way when the local cloud ends is lost with its queues
        }
        Parcel again = parcel.failedAgain();
        Optional<Duration> wait = failure.permanent() ? Optional.empty() : schedule.waitAfter(again.failures());
        if (wait.isEmpty()) {
            giveUp(queue, parcel, failure);
        } else {
            clock.schedule(() -> send(queue, again), wait.get().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(String queue, Parcel parcel, DeliveryFailure failure) {
        if (parcel.deadLetterQueue() == null) {
            LOG.log(WARNING, "SNS gives a message up that {0} didn''t take: {1}", queue, failure);
        } else {
            send(parcel.deadLetterQueue(), parcel.asDeadLetter(failure));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
