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
 * Polls one queue in a loop: receives a batch, consumes it, deletes the messages that succeeded. A heartbeat keeps the
 * messages hidden during the work. Failed messages stay hidden until their visibility time-out ends; {@link
 * PollerSettings} explains why.
 */
final class Receiver {

    private static final Logger LOG = Logger.getLogger(Receiver.class);

    /** The maximum of <a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">
     * ReceiveMessage</a>. */
    private static final int BATCH_SIZE = 10;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final EventConsumer consumer;
    private final SqsAsyncClient sqs;
    private final Consumption consumption;
    private final PollerSettings settings;
    private final Context context;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    // The fields below are only used on the context, so they need no synchronization.
    private boolean stopping;
    private boolean releasing;
    private UniEmitter<? super Void> batchEnd; // ends the work on the current batch
    private String queueUrl;

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
     * Stops the loop. Completes once the current receive call has returned and its batch is finished. The receive call
     * is not cancelled: SQS could still hide messages for it, which no process would consume until their visibility
     * time-out.
     */
    CompletableFuture<Void> stop() {
        context.runOnContext(ignored -> stopping = true);
        return stopped;
    }

    /** Ends the work on the current batch and makes its pending messages visible to other receivers. */
    void releasePending() {
        context.runOnContext(ignored -> {
            releasing = true;
            if (batchEnd != null) {
                batchEnd.complete(null);
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
                    LOG.warnf("Receiving from %s failed; trying again: %s", consumer.queue(), failure.toString());
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(RETRY_DELAY)
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
                () -> setVisibility(batch.all(), settings.visibility()));
        return Uni.combine()
                .any()
                .of(consume(batch), untilReleased())
                .emitOn(MutinyHelper.executor(context))
                .eventually(heartbeat::stop)
                .chain(() -> delete(batch.done()))
                .chain(() -> releasing
                        ? setVisibility(batch.pending(), Duration.ZERO)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> untilReleased() {
        return Uni.createFrom().emitter(emitter -> {
            batchEnd = emitter;
            if (releasing) {
                emitter.complete(null);
            }
        });
    }

    private Uni<Void> consume(ReceivedBatch batch) {
        return consumption
                .consume(
                        consumer,
                        batch.deliveries(),
                        messageId -> context.runOnContext(ignored -> batch.markDone(messageId)))
                .replaceWithVoid();
    }

    /** A message that can't be deleted is delivered again, as a duplicate without effect. */
    private Uni<Void> delete(List<String> receiptHandles) {
        if (receiptHandles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return VertxContexts.fromStage(() -> sqs.deleteMessageBatch(delete -> delete.queueUrl(queueUrl)
                        .entries(numbered(receiptHandles, (id, handle) -> DeleteMessageBatchRequestEntry.builder()
                                .id(id)
                                .receiptHandle(handle)
                                .build()))))
                .invoke(response -> warn("deleted", response.failed()))
                .replaceWithVoid();
    }

    /**
     * Sets the visibility time-out of messages, counted from now; zero makes them visible at once (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html">
     * ChangeMessageVisibilityBatch</a>).
     */
    private Uni<Void> setVisibility(List<String> receiptHandles, Duration visibility) {
        if (receiptHandles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return VertxContexts.fromStage(() -> sqs.changeMessageVisibilityBatch(change -> change.queueUrl(queueUrl)
                        .entries(numbered(
                                receiptHandles, (id, handle) -> ChangeMessageVisibilityBatchRequestEntry.builder()
                                        .id(id)
                                        .receiptHandle(handle)
                                        .visibilityTimeout((int) visibility.toSeconds())
                                        .build()))))
                .invoke(response -> warn("hidden or released", response.failed()))
                .replaceWithVoid();
    }

    private static <T> List<T> numbered(List<String> receiptHandles, BiFunction<String, String, T> entry) {
        return IntStream.range(0, receiptHandles.size())
                .mapToObj(i -> entry.apply(Integer.toString(i), receiptHandles.get(i)))
                .toList();
    }

    private void warn(String action, List<BatchResultErrorEntry> failed) {
        failed.forEach(entry -> LOG.warnf(
                "A message of %s was not %s: %s %s", consumer.queue(), action, entry.code(), entry.message()));
    }
}
