package stage5.kit.events.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;

/** Fakes SNS in memory with configurable results; records the accepted events in order. */
final class FakeSns implements SnsAsyncClient {

    /** SNS's result for one event. */
    enum Verdict {
        ACCEPTED,

        /** Rejected, and a retry may succeed. */
        THROTTLED,

        /** Rejected as invalid: the sender's fault. */
        INVALID,

        /** Has an invalid message attribute, for which SNS rejects the whole request. */
        MALFORMED
    }

    private final List<Event> accepted = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());
    private Function<Event, Verdict> verdict = event -> Verdict.ACCEPTED;
    private int maxBytes = Integer.MAX_VALUE;
    private boolean down;
    private boolean inOtherRegion;
    private String failing;
    private Executor slow;
    private CompletableFuture<Void> responseGate = CompletableFuture.completedFuture(null);

    void judge(Function<Event, Verdict> verdict) {
        this.verdict = verdict;
    }

    void acceptAtMost(int bytes) {
        this.maxBytes = bytes;
    }

    void down(boolean down) {
        this.down = down;
    }

    /** Makes SNS reject the topic's ARN, as if it belonged to another region. */
    void rejectTopic() {
        this.inOtherRegion = true;
    }

    /** Makes valid requests with this event fail as a whole, because SNS is down. */
    void failRequestsWith(Event event) {
        this.failing = event.id();
    }

    /** Delays all responses until the gate completes. */
    void respondAfter(CompletableFuture<Void> gate) {
        this.responseGate = gate;
    }

    /** Makes all responses take this long. */
    void respondWithin(Duration latency) {
        // With a class loader of its own: threads of the common pool may have that of a Quarkus test in the same JVM.
        Executor threads = task -> Thread.ofVirtual().start(() -> {
            Thread.currentThread().setContextClassLoader(FakeSns.class.getClassLoader());
            task.run();
        });
        this.slow = CompletableFuture.delayedExecutor(latency.toMillis(), TimeUnit.MILLISECONDS, threads);
    }

    List<Event> accepted() {
        return accepted;
    }

    List<Integer> batchSizes() {
        return batchSizes;
    }

    @Override
    public CompletableFuture<PublishBatchResponse> publishBatch(PublishBatchRequest request) {
        return slow == null
                ? responseGate.thenCompose(open -> respond(request))
                : CompletableFuture.supplyAsync(() -> request, slow).thenCompose(this::respond);
    }

    private CompletableFuture<PublishBatchResponse> respond(PublishBatchRequest request) {
        List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntries();
        batchSizes.add(entries.size());
        if (down) {
            return unavailable();
        }
        if (inOtherRegion) {
            return refused(InvalidParameterException.builder(), "InvalidParameter", "Invalid parameter: TopicArn");
        }
        if (entries.stream().mapToInt(entry -> entry.message().length()).sum() > maxBytes) {
            return refused(
                    BatchRequestTooLongException.builder(),
                    "BatchRequestTooLong",
                    "The length of all the messages put together is more than the limit.");
        }
        if (entries.stream().map(FakeSns::event).map(verdict).anyMatch(judged -> judged == Verdict.MALFORMED)) {
            return refused(
                    InvalidParameterValueException.builder(),
                    "ParameterValueInvalid",
                    "The message attribute 'type' must contain non-empty message attribute value for message attribute"
                            + " type 'String'.");
        }
        if (entries.stream().anyMatch(entry -> entry.id().equals(failing))) {
            return unavailable();
        }
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (PublishBatchRequestEntry entry : entries) {
            Event event = event(entry);
            Verdict judged = verdict.apply(event);
            if (judged == Verdict.ACCEPTED) {
                accepted.add(event);
            } else {
                failed.add(BatchResultErrorEntry.builder()
                        .id(entry.id())
                        .code(judged.name())
                        .senderFault(judged == Verdict.INVALID)
                        .build());
            }
        }
        return CompletableFuture.completedFuture(
                PublishBatchResponse.builder().failed(failed).build());
    }

    private static Event event(PublishBatchRequestEntry entry) {
        return EventCodec.read(entry.message());
    }

    private static CompletableFuture<PublishBatchResponse> unavailable() {
        return CompletableFuture.failedFuture(
                SnsException.builder().message("down").statusCode(503).build());
    }

    private static CompletableFuture<PublishBatchResponse> refused(
            SnsException.Builder exception, String code, String message) {
        return CompletableFuture.failedFuture(exception
                .statusCode(400)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build());
    }

    @Override
    public String serviceName() {
        return "sns";
    }

    @Override
    public void close() {}
}
