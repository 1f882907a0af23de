package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import stage5.kit.consume.Consumption;
import stage5.kit.consume.Delivery;
import stage5.kit.consume.EventConsumer;
import stage5.kit.dynamo.Dynamo;

/**
 * One loop over one queue: receive, consume, delete what succeeded; what failed comes back after its visibility
 * time-out and, after the queue's limit of receives, goes to the dead-letter queue.
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
    private final int waitSeconds;
    private final Context context;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping; // touched on the context only
    private String queueUrl; // touched on the context only

    /** @param wait how long a receive waits for the first message, in whole seconds, 20 at most */
    Receiver(EventConsumer consumer, SqsAsyncClient sqs, Consumption consumption, Duration wait, Vertx vertx) {
        this.consumer = consumer;
        this.sqs = sqs;
        this.consumption = consumption;
        this.waitSeconds = (int) wait.toSeconds();
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
        return Dynamo.onCallersContext(() -> sqs.getQueueUrl(get -> get.queueName(consumer.queue())))
                .map(response -> queueUrl = response.queueUrl());
    }

    private Uni<List<Message>> receive(String url) {
        return Dynamo.onCallersContext(() -> sqs.receiveMessage(receive ->
                        receive.queueUrl(url).maxNumberOfMessages(BATCH_SIZE).waitTimeSeconds(waitSeconds)))
                .map(ReceiveMessageResponse::messages);
    }

    private Uni<Void> handle(List<Message> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Delivery> batch = messages.stream()
                .map(message -> new Delivery(message.messageId(), message.body()))
                .toList();
        return consumption
                .consume(consumer, batch)
                .emitOn(MutinyHelper.executor(context))
                .chain(failed -> delete(messages, failed));
    }

    private Uni<Void> delete(List<Message> messages, Set<String> failed) {
        List<DeleteMessageBatchRequestEntry> done = new ArrayList<>();
        for (Message message : messages) {
            if (!failed.contains(message.messageId())) {
                done.add(DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(done.size()))
                        .receiptHandle(message.receiptHandle())
                        .build());
            }
        }
        if (done.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Dynamo.onCallersContext(() -> sqs.deleteMessageBatch(
                        delete -> delete.queueUrl(queueUrl).entries(done)))
                .invoke(this::warnOfUndeleted)
                .replaceWithVoid();
    }

    /** What could not be deleted is delivered once more, and consumed without effect. */
    private void warnOfUndeleted(DeleteMessageBatchResponse response) {
        response.failed()
                .forEach(entry -> LOG.warnf(
                        "A message of %s was not deleted: %s %s", consumer.queue(), entry.code(), entry.message()));
    }
}
