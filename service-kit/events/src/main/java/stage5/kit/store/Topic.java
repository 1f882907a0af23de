package stage5.kit.store;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
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
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.faults.TimeBudget;

/** This service's SNS topic. Subscriptions filter on the message attribute {@code type}. */
@ApplicationScoped
public class Topic {

    /**
     * The most entries that <a href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html">PublishBatch</a>
     * takes.
     */
    static final int BATCH_SIZE = 10;

    /** How long a sweep waits for SNS. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SnsAsyncClient sns;
    private final Tracer tracer;
    private final String arn;

    Topic(SnsAsyncClient sns, Tracer tracer, @ConfigProperty(name = "stage5.topic-arn") String arn) {
        this.sns = sns;
        this.tracer = tracer;
        this.arn = arn;
    }

    /**
     * Returns what SNS says of at most {@value #BATCH_SIZE} events that were committed just now; fails where it does not
     * answer in time. The breaker spares commits the wait for an SNS that is known to be down: a sweep publishes later.
     */
    @Timeout(500)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.5, delay = 2000, successThreshold = 2)
    @CircuitBreakerName("sns")
    public Uni<Answer> publish(List<Event> events) {
        return send(events);
    }

    /**
     * Returns what SNS says of at most {@value #BATCH_SIZE} events that were left behind; fails where it does not answer
     * within {@link #PATIENCE}. Nobody waits for them, and an SNS that is only slow takes them so: hence neither the
     * short time-out nor the breaker.
     */
    public Uni<Answer> publishPatiently(List<Event> events) {
        return TimeBudget.within(PATIENCE, send(events));
    }

    private Uni<Answer> send(List<Event> events) {
        Span span = tracer.spanBuilder("send " + name())
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "aws.sns")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", name())
                .setAttribute("messaging.batch.message_count", events.size())
                .startSpan();
        return Dynamo.onCallersContext(() ->
                        sns.publishBatch(batch -> batch.topicArn(arn).publishBatchRequestEntries(entries(events))))
                .map(response -> Answer.of(events, response.failed()))
                .onFailure()
                .invoke(e -> span.setStatus(StatusCode.ERROR).recordException(e))
                .onTermination()
                .invoke(() -> span.end())
                .onFailure(BatchRequestTooLongException.class)
                .recoverWithUni(tooLong -> inHalves(events, (BatchRequestTooLongException) tooLong));
    }

    /** Large events may be too much together; one that is too large alone will never be anything else. */
    private Uni<Answer> inHalves(List<Event> events, BatchRequestTooLongException tooLong) {
        if (events.size() == 1) {
            String code = tooLong.awsErrorDetails() == null
                    ? "BatchRequestTooLong"
                    : tooLong.awsErrorDetails().errorCode();
            return Uni.createFrom()
                    .item(new Answer(
                            List.of(), List.of(new Refusal(events.getFirst(), code, tooLong.getMessage(), true))));
        }
        int middle = events.size() / 2;
        return send(events.subList(0, middle))
                .chain(first -> send(events.subList(middle, events.size())).map(first::and));
    }

    private String name() {
        return arn.substring(arn.lastIndexOf(':') + 1);
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

    /** What SNS says of each event of a batch. */
    public record Answer(List<Event> taken, List<Refusal> refused) {

        static Answer of(List<Event> events, List<BatchResultErrorEntry> failed) {
            Map<String, BatchResultErrorEntry> byId =
                    failed.stream().collect(Collectors.toMap(BatchResultErrorEntry::id, Function.identity()));
            return new Answer(
                    events.stream()
                            .filter(event -> !byId.containsKey(event.id()))
                            .toList(),
                    events.stream()
                            .filter(event -> byId.containsKey(event.id()))
                            .map(event -> Refusal.of(event, byId.get(event.id())))
                            .toList());
        }

        private Answer and(Answer other) {
            return new Answer(
                    Stream.concat(taken.stream(), other.taken.stream()).toList(),
                    Stream.concat(refused.stream(), other.refused.stream()).toList());
        }
    }

    /**
     * An event that SNS has not taken.
     *
     * @param senderFault whether it is the event's own fault and will be so for ever; else SNS could not, or was asked
     *     too often (<a
     *     href="https://docs.aws.amazon.com/sns/latest/api/API_BatchResultErrorEntry.html">BatchResultErrorEntry</a>)
     */
    public record Refusal(Event event, String code, String message, boolean senderFault) {

        private static Refusal of(Event event, BatchResultErrorEntry entry) {
            return new Refusal(event, entry.code(), entry.message(), entry.senderFault());
        }
    }
}
