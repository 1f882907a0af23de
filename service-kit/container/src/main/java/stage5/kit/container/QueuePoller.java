package stage5.kit.container;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.fence.WriteFence;
import stage5.kit.web.resilience.ConcurrencyLimit;
import stage5.kit.web.resilience.RequestPressure;

/**
 * Polls the queues of all {@link EventConsumer} beans while the service runs: the event source of the container form.
 */
@ApplicationScoped
public class QueuePoller {

    private static final Logger LOG = Logger.getLogger(QueuePoller.class);

    /** The maximum time that SQS hides a message after it was received. */
    private static final Duration MAX_HIDDEN = Duration.ofHours(12);

    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private final List<Receiver> receivers;
    private final SqsAsyncClient sqs;
    private final Duration drain;

    QueuePoller(
            @All List<EventConsumer> consumers,
            SqsAsyncClient sqs,
            Consumption consumption,
            WriteFence fence,
            Vertx vertx,
            MeterRegistry metrics,
            RequestPressure requests,
            PollerSettings settings) {
        requireLimitOfSqs(settings.longestWork());
        this.receivers = consumers.stream()
                .map(consumer -> receiver(consumer, sqs, consumption, fence, vertx, metrics, requests, settings))
                .toList();
        this.sqs = sqs;
        this.drain = settings.drain();
    }

    private static void requireLimitOfSqs(Duration longestWork) {
        if (longestWork.compareTo(MAX_HIDDEN) > 0) {
            throw new IllegalArgumentException(
                    "stage5.poller.longest-work must be 12 hours or less, not " + longestWork);
        }
    }

    private static Receiver receiver(
            EventConsumer consumer,
            SqsAsyncClient sqs,
            Consumption consumption,
            WriteFence fence,
            Vertx vertx,
            MeterRegistry metrics,
            RequestPressure requests,
            PollerSettings settings) {
        ConcurrencyLimit limit = new ConcurrencyLimit(
                new ConcurrencyLimit.Settings(
                        settings.minInWork(), settings.maxInWork(), settings.minInWork(), settings.acceptableLatency()),
                System::nanoTime);
        Pace pace = new Pace(vertx, settings.pace(), gather(consumer.queue(), settings), System::nanoTime);
        BooleanSupplier busy = () -> requests.isHigh() || pace.lag().compareTo(settings.toleratedLag()) > 0;
        Credits credits = new Credits(limit, settings.minInWork(), busy);
        Tags tags = Tags.of("queue", consumer.queue());
        metrics.gauge("stage5.poller.credits", tags, credits, Credits::total);
        metrics.gauge("stage5.poller.in-work", tags, credits, Credits::used);
        SourceQueue queue = new SqsSourceQueue(sqs, consumer.queue(), settings.longPoll(), settings.visibility());
        return new Receiver(consumer, queue, consumption, fence, settings, credits, pace, vertx, System::nanoTime);
    }

    private static Duration gather(String queue, PollerSettings settings) {
        return settings.gather().getOrDefault(queue, settings.pace());
    }

    void start(@Observes StartupEvent started) {
        LOG.debugf("Receiving from %s", sqs.serviceName()); // creates the lazy client here instead of on an event loop
        receivers.forEach(Receiver::start);
    }

    /**
     * Waits for messages in work, so that a deployment causes no redelivery. After {@link PollerSettings#drain} it
     * releases the messages that are not done, so that other processes receive them immediately.
     */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        CompletableFuture<Void> stopped =
                CompletableFuture.allOf(receivers.stream().map(Receiver::stop).toArray(CompletableFuture[]::new));
        if (!hasEnded(stopped, drain)) {
            LOG.warnf("Messages still in work after %s; releasing them", drain);
            receivers.forEach(Receiver::releasePending);
            if (!hasEnded(stopped, RELEASE_TIMEOUT)) {
                LOG.warnf(
                        "Messages not released within %s; they become visible after their visibility time-out",
                        RELEASE_TIMEOUT);
            }
        }
    }

    private static boolean hasEnded(CompletableFuture<Void> stopped, Duration timeout) throws InterruptedException {
        try {
            stopped.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.warn("Queue was not drained", e.getCause());
        }
        return true;
    }
}
