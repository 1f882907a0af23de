package stage5.kit.container;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.consumption.SubjectLanes;
import stage5.kit.events.fence.WriteFence;

/**
 * Polls one queue in a loop. A message is worked on as soon as it is received; only as many are received as there are
 * free {@link Credits}. Messages that are done are deleted in batches, those in work are kept hidden. Failed messages
 * stay hidden until their visibility time-out ends; {@link PollerSettings} explains why.
 */
final class Receiver {

    private static final Logger LOG = Logger.getLogger(Receiver.class);

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /** The time between two checks of the fence while this region may not write. */
    private static final Duration FENCED_DELAY = Duration.ofSeconds(1);

    private final EventConsumer consumer;
    private final SourceQueue queue;
    private final Consumption consumption;
    private final WriteFence fence;
    private final PollerSettings settings;
    private final Credits credits;
    private final Pace pace;
    private final LongSupplier nanoClock;
    private final Context context;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    // The fields below are only used on the context, so they need no synchronization.
    private final MessagesInWork inWork;
    private final Deletions deletions;
    private final SubjectLanes lanes = new SubjectLanes();
    private final Map<Long, Cancellable> running = new HashMap<>(); // by the number of the receive call
    private long calls;
    private int releases;
    private long heartbeat;
    private boolean stopping;
    private boolean releasing;
    private boolean loopEnded;

    Receiver(
            EventConsumer consumer,
            SourceQueue queue,
            Consumption consumption,
            WriteFence fence,
            PollerSettings settings,
            Credits credits,
            Pace pace,
            Vertx vertx,
            LongSupplier nanoClock) {
        this.consumer = consumer;
        this.queue = queue;
        this.consumption = consumption;
        this.fence = fence;
        this.settings = settings;
        this.credits = credits;
        this.pace = pace;
        this.nanoClock = nanoClock;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.inWork = new MessagesInWork(nanoClock);
        this.deletions = new Deletions(queue, vertx, settings.deletionDelay(), this::endIfDone);
    }

    void start() {
        // Six times in a visibility time-out, so that two extensions of a message may fail.
        long period = Math.max(1, settings.visibility().toMillis() / 6);
        context.runOnContext(ignored -> {
            heartbeat = context.owner().setPeriodic(period, timer -> extend());
            next();
        });
    }

    /**
     * Stops the loop. Completes once the current receive call has returned and its messages are finished. The receive
     * call is not cancelled: SQS could still hide messages for it, which no process would consume until their
     * visibility time-out.
     */
    CompletableFuture<Void> stop() {
        context.runOnContext(ignored -> stopping = true);
        return stopped;
    }

    /**
     * Ends the work on all messages and makes them visible to other receivers once the current receive call has
     * returned. Otherwise it could receive them, and each message has only five receives.
     */
    void releasePending() {
        context.runOnContext(ignored -> {
            releasing = true;
            running.values().forEach(Cancellable::cancel);
            running.clear();
            if (loopEnded) {
                release(inWork.removeAll());
            }
        });
    }

    private void next() {
        if (stopping) {
            loopEnded = true;
            if (releasing) {
                release(inWork.removeAll());
            }
            endIfDone();
            return;
        }
        int free = credits.free();
        if (free == 0) {
            pace.afterFullCall(this::next);
            return;
        }
        fence.isHeld().subscribe().with(held -> receive(held, free));
    }

    /**
     * While this region may not write, messages stay in the queue. To receive them would count: after five receives a message
     * is a dead letter.
     */
    private void receive(boolean mayWrite, int free) {
        if (!mayWrite) {
            context.owner().setTimer(FENCED_DELAY.toMillis(), ignored -> next());
            return;
        }
        pace.receiveStarts();
        int most = Math.min(free, SourceQueue.MAX_PER_CALL);
        queue.receive(most).subscribe().with(messages -> received(messages, most), this::notReceived);
    }

    private void received(List<Message> messages, int most) {
        if (messages.isEmpty()) {
            pace.afterNone(this::next);
            return;
        }
        if (releasing) {
            release(messages.stream().map(Message::receiptHandle).toList());
        } else {
            consume(messages);
        }
        if (messages.size() == most || longestWait(messages).compareTo(pace.tolerableWait()) > 0) {
            pace.afterFullCall(this::next);
        } else {
            pace.afterMessages(this::next);
        }
    }

    private void notReceived(Throwable failure) {
        LOG.warnf("Receiving from %s failed; trying again: %s", consumer.queue(), failure.toString());
        context.owner().setTimer(RETRY_DELAY.toMillis(), ignored -> next());
    }

    private void consume(List<Message> messages) {
        List<Delivery> deliveries = new ArrayList<>();
        for (Message message : messages) {
            if (inWork.add(message.messageId(), message.receiptHandle())) {
                credits.use();
                deliveries.add(delivery(message));
            }
        }
        if (deliveries.isEmpty()) {
            return;
        }
        long call = calls++;
        Cancellable work = consumption
                .consume(consumer, deliveries, lanes, messageId -> context.runOnContext(ignored -> done(messageId)))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "%d messages of %s were not consumed", deliveries.size(), consumer.queue());
                    return deliveries.stream().map(Delivery::messageId).collect(Collectors.toSet());
                })
                .subscribe()
                .with(failed -> context.runOnContext(ignored -> ended(call, failed)));
        running.put(call, work);
    }

    /**
     * Returns how long the messages have waited, the oldest of them. A call may return few messages of many (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">ReceiveMessage</a>);
     * only their age shows that.
     */
    private static Duration longestWait(List<Message> messages) {
        long now = System.currentTimeMillis();
        return messages.stream()
                .map(Receiver::sentAt)
                .map(sent -> sent == null ? Duration.ZERO : Duration.ofMillis(now - sent.toEpochMilli()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant sentAt(Message message) {
        String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
        return sent == null ? null : Instant.ofEpochMilli(Long.parseLong(sent));
    }

    private static Delivery delivery(Message message) {
        String receives = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return new Delivery(
                message.messageId(),
                message.body(),
                receives == null ? 0 : Integer.parseInt(receives),
                sentAt(message));
    }

    private void done(String messageId) {
        MessagesInWork.Finished finished = inWork.remove(messageId);
        if (finished != null) {
            credits.done(finished.latency());
            deletions.add(finished.receiptHandle());
            endIfDone();
        }
    }

    private void ended(long call, Set<String> failed) {
        running.remove(call);
        for (String messageId : failed) {
            if (inWork.remove(messageId) != null) {
                credits.failed();
            }
        }
        endIfDone();
    }

    /** Keeps the messages in work hidden, except those that take too long. */
    private void extend() {
        for (String messageId : inWork.giveUp(settings.longestWork())) {
            credits.failed();
            LOG.warnf("Message %s of %s takes too long; it is delivered again", messageId, consumer.queue());
        }
        long now = nanoClock.getAsLong();
        List<String> handles = inWork.toExtend(
                settings.visibility().dividedBy(3), settings.longestWork().minus(settings.visibility()));
        if (!handles.isEmpty()) {
            queue.setVisibility(handles, settings.visibility())
                    .subscribe()
                    .with(
                            done -> inWork.hidden(handles, now),
                            e -> LOG.warnf("Visibility time-out could not be extended: %s", e.toString()));
        }
    }

    private void release(List<String> receiptHandles) {
        releases++;
        queue.setVisibility(receiptHandles, Duration.ZERO)
                .onFailure()
                .invoke(e -> LOG.warnf("%d messages were not released: %s", receiptHandles.size(), e.toString()))
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .with(released -> {
                    releases--;
                    endIfDone();
                });
    }

    private void endIfDone() {
        if (!loopEnded || inWork.size() > 0 || releases > 0) {
            return;
        }
        deletions.flush();
        if (deletions.isIdle()) {
            context.owner().cancelTimer(heartbeat);
            stopped.complete(null);
        }
    }
}
