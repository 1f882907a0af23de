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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.EventConsumer;

/**
 * Polls the queue of every consumer of the service from its start to its stop: the container form's event source. A
 * receive waits {@code stage5.poller.wait} for the first message: longer costs fewer requests, shorter stops sooner.
 */
@ApplicationScoped
public class QueuePoller {

    private static final Logger LOG = Logger.getLogger(QueuePoller.class);

    private final List<Receiver> receivers;
    private final SqsAsyncClient sqs;
    private final Duration drain;

    QueuePoller(
            @All List<EventConsumer> consumers,
            SqsAsyncClient sqs,
            Consumption consumption,
            Vertx vertx,
            @ConfigProperty(name = "stage5.poller.receivers-per-queue", defaultValue = "2") int perQueue,
            @ConfigProperty(name = "stage5.poller.wait", defaultValue = "5S") Duration wait,
            @ConfigProperty(name = "stage5.poller.drain", defaultValue = "8S") Duration drain) {
        this.receivers = consumers.stream()
                .flatMap(consumer -> IntStream.range(0, perQueue)
                        .mapToObj(i -> new Receiver(consumer, sqs, consumption, wait, vertx)))
                .toList();
        this.sqs = sqs;
        this.drain = drain;
    }

    void start(@Observes StartupEvent started) {
        LOG.debugf("Receiving from %s", sqs.serviceName()); // which makes the client, here and not on an event loop
        receivers.forEach(Receiver::start);
    }

    /** Waits for the batches in hand, so that no message has to be delivered again because of a deployment. */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        CompletableFuture<Void> stopped =
                CompletableFuture.allOf(receivers.stream().map(Receiver::stop).toArray(CompletableFuture[]::new));
        try {
            stopped.get(drain.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Batches still in hand after %s are left to be delivered again", drain);
        } catch (ExecutionException e) {
            LOG.warn("A queue was not drained", e.getCause());
        }
    }
}
