package stage5.kit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/** An SNS in memory that answers as it is told, and remembers what it has taken, in its order. */
final class FakeSns implements SnsAsyncClient {

    /** Whether the fault is the event's own, by whether an event is refused at all. */
    enum Verdict {
        TAKEN,
        THROTTLED,
        AT_FAULT
    }

    private final List<Event> taken = new CopyOnWriteArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private Function<Event, Verdict> verdict = event -> Verdict.TAKEN;
    private int mostBytes = Integer.MAX_VALUE;
    private boolean down;
    private CompletableFuture<Void> silence = CompletableFuture.completedFuture(null);

    void judge(Function<Event, Verdict> verdict) {
        this.verdict = verdict;
    }

    void takeAtMost(int bytes) {
        this.mostBytes = bytes;
    }

    void down(boolean down) {
        this.down = down;
    }

    /** Lets SNS answer nothing before that. */
    void silentUntil(CompletableFuture<Void> end) {
        this.silence = end;
    }

    List<Event> taken() {
        return taken;
    }

    List<Integer> batchSizes() {
        return batchSizes;
    }

    @Override
    public CompletableFuture<PublishBatchResponse> publishBatch(PublishBatchRequest request) {
        return silence.thenCompose(over -> answer(request));
    }

    private CompletableFuture<PublishBatchResponse> answer(PublishBatchRequest request) {
        List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntries();
        batchSizes.add(entries.size());
        if (down) {
            return CompletableFuture.failedFuture(
                    SnsException.builder().message("down").statusCode(503).build());
        }
        if (entries.stream().mapToInt(entry -> entry.message().length()).sum() > mostBytes) {
            return CompletableFuture.failedFuture(
                    BatchRequestTooLongException.builder().message("too long").build());
        }
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (PublishBatchRequestEntry entry : entries) {
            Event event = EventCodec.read(entry.message());
            Verdict judged = verdict.apply(event);
            if (judged == Verdict.TAKEN) {
                taken.add(event);
            } else {
                failed.add(BatchResultErrorEntry.builder()
                        .id(entry.id())
                        .code(judged.name())
                        .senderFault(judged == Verdict.AT_FAULT)
                        .build());
            }
        }
        return CompletableFuture.completedFuture(
                PublishBatchResponse.builder().failed(failed).build());
    }

    @Override
    public String serviceName() {
        return "sns";
    }

    @Override
    public void close() {}
}
