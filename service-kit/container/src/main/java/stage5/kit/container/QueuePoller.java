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
 * Polls the queue of every consumer of the service from its start to its stop: the container form's event source.
 */
@ApplicationScoped
public class QueuePoller {

    private static final Logger LOG = Logger.getLogger(QueuePoller.class);

    private static final Duration HANDING_BACK = Duration.ofSeconds(2);

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
        LOG.debugf("Receiving from %s", sqs.serviceName()); // which makes the client, here and not on an event loop
        receivers.forEach(Receiver::start);
    }

    /**
     * Waits for the batches in hand, so that no message has to be delivered again because of a deployment. What is not
     * done by the end of the drain is handed back for others to take at once.
     */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        CompletableFuture<Void> stopped =
                CompletableFuture.allOf(receivers.stream().map(Receiver::stop).toArray(CompletableFuture[]::new));
        if (!hasEnded(stopped, drain)) {
            LOG.warnf("Messages still in hand after %s are handed back", drain);
            receivers.forEach(Receiver::handBack);
            if (!hasEnded(stopped, HANDING_BACK)) {
                LOG.warnf(
                        "Messages could not be handed back within %s: they come again when their time is over",
                        HANDING_BACK);
            }
        }
    }

    private static boolean hasEnded(CompletableFuture<Void> stopped, Duration patience) throws InterruptedException {
        try {
            stopped.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.warn("A queue was not drained", e.getCause());
        }
        return true;
    }
}
