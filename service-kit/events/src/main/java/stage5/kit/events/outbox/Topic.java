package stage5.kit.events.outbox;

import io.opentelemetry.context.Context;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.SnsException;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.MessagingSpans;
import stage5.kit.events.envelope.WorkSpan;
import stage5.kit.web.resilience.TimeBudget;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Publishes events to this service's SNS topic. Each message has the event type as attribute {@code type}, on which
 * subscriptions filter.
 */
@ApplicationScoped
public class Topic {

    /**
     * The maximum number of entries of <a
     * href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html">PublishBatch</a>.
     */
    static final int BATCH_SIZE = 10;

    /** Time-out of one request of a sweep. */
    static final Duration SWEEP_TIMEOUT = Duration.ofSeconds(5);

    private final SnsAsyncClient sns;
    private final MessagingSpans spans;
    private final String arn;

    Topic(SnsAsyncClient sns, MessagingSpans spans, @ConfigProperty(name = "stage5.topic-arn") String arn) {
        this.sns = sns;
        this.spans = spans;
        this.arn = arn;
    }

    /**
     * Publishes at most {@value #BATCH_SIZE} events, which may be of several commits. Completes with SNS's result for each
     * event once SNS has responded; fails with a time-out after 500 ms, in the container form after 1.5 s, and
     * immediately while the circuit breaker {@code sns} is open.
     *
     * <p>The time-out is inside the breaker, so a time-out counts as a breaker failure; an event that SNS rejects does
     * not. There is no retry: events that are not published stay in the outbox for the sweeper. With an open breaker
     * commits do not wait for an SNS outage. The time includes all parts of a batch that has to be split.
     */
    @Timeout(500)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.5, delay = 2000, successThreshold = 2)
    @CircuitBreakerName("sns")
    public Uni<BatchResult> publish(List<Event> events) {
        return send(events, spans::send);
    }

    /**
     * Publishes at most {@value #BATCH_SIZE} events during a sweep. Completes with SNS's result for each event once SNS
     * has responded; fails with a time-out after {@link #SWEEP_TIMEOUT}. The request's span is in the trace of the sweep.
     *
     * <p>No client waits for a sweep, so it has a longer time-out than {@link #publish}, and no circuit breaker: a slow
     * SNS that keeps the breaker open still accepts the backlog.
     */
    public Uni<BatchResult> publishDuringSweep(List<Event> events, Context sweep) {
        return TimeBudget.within(SWEEP_TIMEOUT, send(events, some -> spans.send(some, sweep)));
    }

    private Uni<BatchResult> send(List<Event> events, Function<List<Event>, WorkSpan> span) {
        return span.apply(events)
                .around(VertxContexts.fromStage(() ->
                        sns.publishBatch(batch -> batch.topicArn(arn).publishBatchRequestEntries(entries(events)))))
                .map(response -> BatchResult.of(events, response.failed()))
                .onFailure(EventFault::is)
                .recoverWithUni(rejection -> isolate(events, (SnsException) rejection, span));
    }

    /**
     * Publishes the halves of a batch that SNS rejects as a whole, because it is too large or one of its events is
     * invalid. So the valid events are published, and the invalid one is rejected alone. The halves are independent,
     * because a batch has one event per subject.
     */
    private Uni<BatchResult> isolate(List<Event> events, SnsException rejection, Function<List<Event>, WorkSpan> span) {
        if (events.size() == 1) {
            return Uni.createFrom()
                    .item(BatchResult.rejected(
                            events,
                            rejection.awsErrorDetails().errorCode(),
                            rejection.awsErrorDetails().errorMessage(),
                            true));
        }
        int middle = events.size() / 2;
        return Uni.combine()
                .all()
                .unis(half(events.subList(0, middle), span), half(events.subList(middle, events.size()), span))
                .with(BatchResult::and);
    }

    /** Never fails: SNS may have accepted the other half, which a failure would publish again. */
    private Uni<BatchResult> half(List<Event> events, Function<List<Event>, WorkSpan> span) {
        return send(events, span)
                .onFailure()
                .recoverWithItem(failure ->
                        BatchResult.rejected(events, failure.getClass().getSimpleName(), failure.getMessage(), false));
    }

    private static List<PublishBatchRequestEntry> entries(List<Event> events) {
        List<PublishBatchRequestEntry> entries = new ArrayList<>();
        for (Event event : events) {
            entries.add(PublishBatchRequestEntry.builder()
                    .id(event.id())
                    .message(EventCodec.write(event))
                    .messageAttributes(Map.of(
                            "type",
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue(event.type())
                                    .build()))
                    .build());
        }
        return entries;
    }

    /** SNS's result for each event of a batch. */
    public record BatchResult(List<Event> accepted, List<RejectedEvent> rejected) {

        static BatchResult of(List<Event> events, List<BatchResultErrorEntry> failed) {
            Map<String, BatchResultErrorEntry> byId =
                    failed.stream().collect(Collectors.toMap(BatchResultErrorEntry::id, Function.identity()));
            return new BatchResult(
                    events.stream()
                            .filter(event -> !byId.containsKey(event.id()))
                            .toList(),
                    events.stream()
                            .filter(event -> byId.containsKey(event.id()))
                            .map(event -> RejectedEvent.of(event, byId.get(event.id())))
                            .toList());
        }

        private static BatchResult rejected(List<Event> events, String code, String message, boolean senderFault) {
            return new BatchResult(
                    List.of(),
                    events.stream()
                            .map(event -> new RejectedEvent(event, code, message, senderFault))
                            .toList());
        }

        /** Returns the outcome of each event. */
        List<EventOutcome> outcomes() {
            return Stream.concat(
                            accepted.stream().map(EventOutcome::published),
                            rejected.stream().map(RejectedEvent::outcome))
                    .toList();
        }

        private BatchResult and(BatchResult other) {
            return new BatchResult(
                    Stream.concat(accepted.stream(), other.accepted.stream()).toList(),
                    Stream.concat(rejected.stream(), other.rejected.stream()).toList());
        }
    }

    /**
     * An event that SNS has not accepted.
     *
     * @param code SNS's error code, or the kind of failure if there was no response
     * @param senderFault whether the event itself is invalid, so that a retry can't help; otherwise SNS failed or
     *     throttled the request (<a
     *     href="https://docs.aws.amazon.com/sns/latest/api/API_BatchResultErrorEntry.html">BatchResultErrorEntry</a>)
     */
    public record RejectedEvent(Event event, String code, String message, boolean senderFault) {

        private EventOutcome outcome() {
            String reason = code + " " + message;
            return senderFault ? EventOutcome.invalid(event, reason) : EventOutcome.left(event, reason);
        }

        private static RejectedEvent of(Event event, BatchResultErrorEntry entry) {
            return new RejectedEvent(event, entry.code(), entry.message(), entry.senderFault());
        }
    }
}
