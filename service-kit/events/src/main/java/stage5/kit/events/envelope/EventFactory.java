package stage5.kit.events.envelope;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates this service's events. Each carries the trace context of its own {@code create} span. */
@ApplicationScoped
public class EventFactory {

    private final Clock clock;
    private final TimeOrderedIds ids;
    private final MessagingSpans spans;
    private final String service;

    EventFactory(
            Clock clock,
            TimeOrderedIds ids,
            MessagingSpans spans,
            @ConfigProperty(name = "stage5.service") String service) {
        this.clock = clock;
        this.ids = ids;
        this.spans = spans;
        this.service = service;
    }

    /** Returns the first event of a causal chain, caused by a client's request. */
    public Event first(String type, String subject, long sequence, Object data) {
        String id = ids.next();
        return create(Context.current(), id, type, subject, sequence, data, id, null);
    }

    /** Returns an event that is caused by another event, in the same causal chain. */
    public Event because(Event cause, String type, String subject, long sequence, Object data) {
        return create(
                MessagingSpans.effectsOf(cause),
                ids.next(),
                type,
                subject,
                sequence,
                data,
                cause.correlationid(),
                cause.id());
    }

    /** Returns an event that is caused by a client's request, in the causal chain of an earlier event. */
    public Event within(Event earlier, String type, String subject, long sequence, Object data) {
        return create(Context.current(), ids.next(), type, subject, sequence, data, earlier.correlationid(), null);
    }

    private Event create(
            Context parent,
            String id,
            String type,
            String subject,
            long sequence,
            Object data,
            String correlationId,
            String causationId) {
        Map<String, String> trace = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(spans.create(parent, id, type, subject), trace, Map::put);
        return new Event(
                id,
                "urn:stage5:" + service,
                type,
                subject,
                clock.instant(),
                "urn:stage5:schema:" + type,
                sequence,
                correlationId,
                causationId,
                trace.get("traceparent"),
                trace.get("tracestate"),
                EventCodec.tree(data));
    }
}
