package stage5.local.sns;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.local.sqs.MessageSender;

/** Delivers messages to the subscribed queues. A failing queue does not delay the others. */
final class MessageDispatcher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(MessageDispatcher.class.getName());

    private final MessageSender sender;
    private final RetrySchedule schedule;
    private final ScheduledExecutorService retryTimer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sns-retries").daemon().factory());

    MessageDispatcher(MessageSender sender, RetrySchedule schedule) {
        this.sender = sender;
        this.schedule = schedule;
    }

    /** Sends the message to each subscription with a filter that admits it. Does not wait for the deliveries. */
    void deliver(Message message, Collection<Subscription> subscriptions) {
        for (Subscription subscription : subscriptions) {
            if (subscription.settings().filter().admits(message)) {
                send(subscription.queue(), OutgoingMessage.of(message, subscription));
            }
        }
    }

    private void send(String queue, OutgoingMessage outgoing) {
        sender.send(queue, outgoing.message()).whenComplete((sent, failure) -> {
            if (failure != null) {
                failed(queue, outgoing, DeliveryFailure.of(failure));
            }
        });
    }

    private void failed(String queue, OutgoingMessage outgoing, DeliveryFailure failure) {
        if (retryTimer.isShutdown()) {
            return; // at shutdown pending messages are lost, as are the queues
        }
        OutgoingMessage retry = outgoing.withFailure();
        Optional<Duration> wait = failure.permanent() ? Optional.empty() : schedule.waitAfter(retry.failures());
        if (wait.isEmpty()) {
            giveUp(queue, outgoing, failure);
        } else {
            retryTimer.schedule(() -> send(queue, retry), wait.get().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(String queue, OutgoingMessage outgoing, DeliveryFailure failure) {
        if (outgoing.deadLetterQueue() == null) {
            LOG.log(WARNING, "SNS discards a message that {0} did not accept: {1}", queue, failure);
        } else {
            send(outgoing.deadLetterQueue(), outgoing.asDeadLetter());
        }
    }

    @Override
    public void close() {
        retryTimer.shutdownNow();
    }
}
