package stage5.kit.container;

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
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.EventConsumer;

/**
 * Polls the queues of all {@link EventConsumer} beans while the service runs: the event source of the container form.
 */
@ApplicationScoped
public class QueuePoller {

    private static final Logger LOG = Logger.getLogger(QueuePoller.class);

    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private final List<Receiver> receivers;
    private final SqsAsyncClient sqs;
    private final Duration drain;

    QueuePoller(
            @All List<EventConsumer> consumers,
            SqsAsyncClient sqs,
            Consumption consumption,
            Vertx vertx,
            PollerSettings settings) {
        this.receivers = consumers.stream()
                .flatMap(consumer -> IntStream.range(0, settings.receiversPerQueue())
                        .mapToObj(i -> new Receiver(consumer, sqs, consumption, settings, vertx)))
                .toList();
        this.sqs = sqs;
        this.drain = settings.drain();
    }

    void start(@Observes StartupEvent started) {
        LOG.debugf("Receiving from %s", sqs.serviceName()); // creates the lazy client here instead of on an event loop
        receivers.forEach(Receiver::start);
    }

    /**
     * Waits for running batches, so that a deployment causes no redelivery. After {@link PollerSettings#drain} it
     * releases the messages that are not done, so that other processes receive them immediately.
     */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        CompletableFuture<Void> stopped =
                CompletableFuture.allOf(receivers.stream().map(Receiver::stop).toArray(CompletableFuture[]::new));
        if (!hasEnded(stopped, drain)) {
            LOG.warnf("Batches still running after %s; releasing their messages", drain);
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
