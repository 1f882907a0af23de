package stage5.kit.store;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/** This service's SNS topic. Subscriptions filter on the message attribute {@code type}. */
@ApplicationScoped
public class Topic {

    /**
     * The most entries that <a href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html">PublishBatch</a>
     * takes.
     */
    static final int BATCH_SIZE = 10;

    private final SnsAsyncClient sns;
    private final Tracer tracer;
    private final String arn;

    Topic(SnsAsyncClient sns, Tracer tracer, @ConfigProperty(name = "stage5.topic-arn") String arn) {
        this.sns = sns;
        this.tracer = tracer;
        this.arn = arn;
    }

    /**
     * Returns those of at most {@value #BATCH_SIZE} events that SNS has taken; fails where it does not answer in time.
     * The breaker spares commands the wait for an SNS that is known to be down: the sweeper publishes later.
     */
    @Timeout(500)
    @CircuitBreaker(requestVolumeThreshold = 8, failureRatio = 0.5, delay = 2000, successThreshold = 2)
    @CircuitBreakerName("sns")
    public Uni<List<Event>> publish(List<Event> events) {
        Span span = tracer.spanBuilder("send " + name())
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "aws.sns")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", name())
                .setAttribute("messaging.batch.message_count", events.size())
                .startSpan();
        return Dynamo.onCallersContext(() ->
                        sns.publishBatch(batch -> batch.topicArn(arn).publishBatchRequestEntries(entries(events))))
                .map(response -> without(events, response.failed()))
                .onFailure()
                .invoke(e -> span.setStatus(StatusCode.ERROR).recordException(e))
                .onTermination()
                .invoke(() -> span.end());
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

    private static List<Event> without(List<Event> events, List<BatchResultErrorEntry> failed) {
        Set<String> ids = failed.stream().map(BatchResultErrorEntry::id).collect(Collectors.toCollection(HashSet::new));
        return events.stream().filter(event -> !ids.contains(event.id())).toList();
    }
}
