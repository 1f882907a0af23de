package stage5.kit.container;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import stage5.kit.web.vertx.VertxContexts;

/** A queue of SQS. Not thread-safe: only used on its receiver's context. */
final class SqsSourceQueue implements SourceQueue {

    private static final Logger LOG = Logger.getLogger(SqsSourceQueue.class);

    private final SqsAsyncClient sqs;
    private final String name;
    private final Duration longPoll;
    private final Duration visibility;
    private String url;

    SqsSourceQueue(SqsAsyncClient sqs, String name, Duration longPoll, Duration visibility) {
        this.sqs = sqs;
        this.name = name;
        this.longPoll = longPoll;
        this.visibility = visibility;
    }

    @Override
    public Uni<List<Message>> receive(int max) {
        return url().chain(known -> VertxContexts.fromStage(() -> sqs.receiveMessage(receive -> receive.queueUrl(known)
                        .maxNumberOfMessages(max)
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                MessageSystemAttributeName.SENT_TIMESTAMP)
                        .waitTimeSeconds((int) longPoll.toSeconds())
                        .visibilityTimeout((int) visibility.toSeconds()))))
                .map(ReceiveMessageResponse::messages);
    }

    @Override
    public Uni<Void> delete(List<String> receiptHandles) {
        return inCalls(receiptHandles, some -> VertxContexts.fromStage(
                        () -> sqs.deleteMessageBatch(delete -> delete.queueUrl(url)
                                .entries(numbered(some, (id, handle) -> DeleteMessageBatchRequestEntry.builder()
                                        .id(id)
                                        .receiptHandle(handle)
                                        .build()))))
                .invoke(response -> warn("deleted", response.failed())));
    }

    /** See <a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html">
     * ChangeMessageVisibilityBatch</a>. */
    @Override
    public Uni<Void> setVisibility(List<String> receiptHandles, Duration time) {
        return inCalls(receiptHandles, some -> VertxContexts.fromStage(
                        () -> sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url)
                                .entries(numbered(
                                        some, (id, handle) -> ChangeMessageVisibilityBatchRequestEntry.builder()
                                                .id(id)
                                                .receiptHandle(handle)
                                                .visibilityTimeout((int) time.toSeconds())
                                                .build()))))
                .invoke(response -> warn("hidden or released", response.failed())));
    }

    private Uni<String> url() {
        return url != null
                ? Uni.createFrom().item(url)
                : VertxContexts.fromStage(() -> sqs.getQueueUrl(get -> get.queueName(name)))
                        .map(response -> url = response.queueUrl());
    }

    private static <T> Uni<Void> inCalls(List<String> receiptHandles, Function<List<String>, Uni<T>> call) {
        List<Uni<T>> calls = new ArrayList<>();
        for (int from = 0; from < receiptHandles.size(); from += MAX_PER_CALL) {
            calls.add(call.apply(receiptHandles.subList(from, Math.min(from + MAX_PER_CALL, receiptHandles.size()))));
        }
        return calls.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(calls).andCollectFailures().replaceWithVoid();
    }

    private static <T> List<T> numbered(List<String> receiptHandles, BiFunction<String, String, T> entry) {
        return IntStream.range(0, receiptHandles.size())
                .mapToObj(i -> entry.apply(Integer.toString(i), receiptHandles.get(i)))
                .toList();
    }

    private void warn(String action, List<BatchResultErrorEntry> failed) {
        failed.forEach(
                entry -> LOG.warnf("A message of %s was not %s: %s %s", name, action, entry.code(), entry.message()));
    }
}
