package stage5.local.sqs;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import stage5.local.fault.FaultActivation;

/**
 * Sends events that no consumer can read to a queue, as a faulty publisher would: they have no {@code source}. Each has a
 * trace context of its own, so that its deliveries can be found. Thread-safe.
 */
final class PoisonMessages implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PoisonMessages.class.getName());

    private static final long NONE = -1;
    private static final long AT_ONCE = 1;

    private final Vertx vertx;
    private final QueueRegistry queues;
    private final MessageActions messages;
    private long timer = NONE;

    PoisonMessages(Vertx vertx, QueueRegistry queues, MessageActions messages) {
        this.vertx = vertx;
        this.queues = queues;
        this.messages = messages;
    }

    /** Stops sending, and starts again if the fault names a queue. */
    synchronized void restart(FaultActivation<SqsFault> activation) {
        close();
        if (activation.settings().poisonQueue() != null) {
            timer = vertx.setPeriodic(AT_ONCE, activation.settings().poisonMillis(), fired -> send(activation));
        }
    }

    private void send(FaultActivation<SqsFault> activation) {
        String name = activation.settings().poisonQueue();
        try {
            SqsQueue queue = queues.require(name);
            messages.store(queue, IncomingMessage.of(queue, QueueMessage.of(null, body(), Map.of())))
                    .whenComplete((stored, failure) -> {
                        if (failure == null) {
                            SqsFaultInjector.countPoison(activation);
                        } else {
                            LOG.log(WARNING, "The queue " + name + " has not stored the injected event", failure);
                        }
                    });
        } catch (SqsErrorException e) {
            LOG.log(WARNING, "The fault of SQS stops: {0}", e.getMessage());
            close();
        }
    }

    private static String body() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", UUID.randomUUID().toString())
                .put("type", "stage5.order.confirmed.v1")
                .put("subject", "order/" + UUID.randomUUID())
                .put("time", Instant.now().toString())
                .put("traceparent", "00-%s-%s-01".formatted(hex(16), hex(8)))
                .toString();
    }

    private static String hex(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** Stops sending. */
    @Override
    public synchronized void close() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
