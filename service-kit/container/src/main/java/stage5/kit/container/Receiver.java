package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.web.vertx.VertxContexts;

/**
 * One loop over one queue: receive, consume, delete what succeeded. While a batch is in hand its messages stay hidden
 * from others, however long that takes. What failed is left alone and comes back after its visibility time-out: the same
 * sooner would use up the queue's limit of receives, after which a message goes to the dead-letter queue, within an
 * outage of seconds.
 */
final class Receiver {

    private static final Logger LOG = Logger.getLogger(Receiver.class);

    /** The most messages that <a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">
     * ReceiveMessage</a> returns. */
    private static final int BATCH_SIZE = 10;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final EventConsumer consumer;
    private final SqsAsyncClient sqs;
    private final Consumption consumption;
    private final PollerSettings settings;
    private final Context context;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping; // touched on the context only
    private boolean handingBack; // touched on the context only
    private UniEmitter<? super Void> inHand; // ends the work on a batch; touched on the context only
    private String queueUrl; // touched on the context only

    Receiver(
            EventConsumer consumer, SqsAsyncClient sqs, Consumption consumption, PollerSettings settings, Vertx vertx) {
        this.consumer = consumer;
        this.sqs = sqs;
        this.consumption = consumption;
        this.settings = settings;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    void start() {
        context.runOnContext(ignored -> next());
    }

    /**
     * Returns when the receive under way has been answered and its batch is done with. It is not cut short: messages
     * that SQS hands to a receiver who has gone are hidden from everybody else until their visibility time-out.
     */
    CompletableFuture<Void> stop() {
        context.runOnContext(ignored -> stopping = true);
        return stopped;
    }

    /** Ends the work on the batch in hand, and lets others have what of it is not done. */
    void handBack() {
        context.runOnContext(ignored -> {
            handingBack = true;
            if (inHand != null) {
                inHand.complete(null);
            }
        });
    }

    private void next() {
        if (stopping) {
            stopped.complete(null);
            return;
        }
        queueUrl()
                .chain(this::receive)
                .chain(this::handle)
                .onFailure(failure -> !stopping)
                .recoverWithUni(failure -> {
                    LOG.warnf("Receiving from %s failed, trying again: %s", consumer.queue(), failure.toString());
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(PAUSE_AFTER_FAILURE)
                            .emitOn(MutinyHelper.executor(context));
                })
                .subscribe()
                .with(done -> next(), stoppedWhileReceiving -> next());
    }

    private Uni<String> queueUrl() {
        if (queueUrl != null) {
            return Uni.createFrom().item(queueUrl);
        }
        return VertxContexts.fromStage(() -> sqs.getQueueUrl(get -> get.queueName(consumer.queue())))
                .map(response -> queueUrl = response.queueUrl());
    }

    private Uni<List<Message>> receive(String url) {
        return VertxContexts.fromStage(() -> sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(BATCH_SIZE)
                        .waitTimeSeconds((int) settings.longPoll().toSeconds())
                        .visibilityTimeout((int) settings.visibility().toSeconds())))
                .map(ReceiveMessageResponse::messages);
    }

    private Uni<Void> handle(List<Message> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        ReceivedBatch batch = new ReceivedBatch(messages);
        VisibilityHeartbeat heartbeat = new VisibilityHeartbeat(
                context.owner(),
                settings.visibility(),
                settings.longestWork(),
                () -> hide(batch.all(), settings.visibility()));
        return Uni.combine()
                .any()
                .of(consume(batch), untilHandedBack())
                .emitOn(MutinyHelper.executor(context))
                .eventually(heartbeat::end)
                .chain(() -> delete(batch.done()))
                .chain(() -> handingBack
                        ? hide(batch.undone(), Duration.ZERO)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> untilHandedBack() {
        return Uni.createFrom().emitter(emitter -> {
            inHand = emitter;
            if (handingBack) {
                emitter.complete(null);
            }
        });
    }

    private Uni<Void> consume(ReceivedBatch batch) {
        return consumption
                .consume(
                        consumer,
                        batch.deliveries(),
                        messageId -> context.runOnContext(ignored -> batch.done(messageId)))
                .replaceWithVoid();
    }

    /** What could not be deleted is delivered once more, and consumed without effect. */
    private Uni<Void> delete(List<String> receiptHandles) {
        if (receiptHandles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return VertxContexts.fromStage(() -> sqs.deleteMessageBatch(delete -> delete.queueUrl(queueUrl)
                        .entries(numbered(receiptHandles, (id, handle) -> DeleteMessageBatchRequestEntry.builder()
                                .id(id)
                                .receiptHandle(handle)
                                .build()))))
                .invoke(response -> warnOf("deleted", response.failed()))
                .replaceWithVoid();
    }

    /** Hides messages from others for so long from now on (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html">
     * ChangeMessageVisibilityBatch</a>). */
    private Uni<Void> hide(List<String> receiptHandles, Duration time) {
        if (receiptHandles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return VertxContexts.fromStage(() -> sqs.changeMessageVisibilityBatch(change -> change.queueUrl(queueUrl)
                        .entries(numbered(
                                receiptHandles, (id, handle) -> ChangeMessageVisibilityBatchRequestEntry.builder()
                                        .id(id)
                                        .receiptHandle(handle)
                                        .visibilityTimeout((int) time.toSeconds())
                                        .build()))))
                .invoke(response -> warnOf("hidden or handed back", response.failed()))
                .replaceWithVoid();
    }

    private static <T> List<T> numbered(List<String> receiptHandles, BiFunction<String, String, T> entry) {
        return IntStream.range(0, receiptHandles.size())
                .mapToObj(i -> entry.apply(Integer.toString(i), receiptHandles.get(i)))
                .toList();
    }

    private void warnOf(String undone, List<BatchResultErrorEntry> failed) {
        failed.forEach(entry -> LOG.warnf(
                "A message of %s was not %s: %s %s", consumer.queue(), undone, entry.code(), entry.message()));
    }
}
