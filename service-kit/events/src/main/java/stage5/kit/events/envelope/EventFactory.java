package stage5.kit.events.envelope;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Creates this service's events; each carries a trace context: the current one, or that of its cause if the current
 * work is in another trace, as it is for a batch of events.
 */
@ApplicationScoped
public class EventFactory {

    private final Clock clock;
    private final TimeOrderedIds ids;
    private final String service;

    EventFactory(Clock clock, TimeOrderedIds ids, @ConfigProperty(name = "stage5.service") String service) {
        this.clock = clock;
        this.ids = ids;
        this.service = service;
    }

    /** Returns the first event of a causal chain, caused by a client's request. */
    public Event first(String type, String subject, long sequence, Object data) {
        String id = ids.next();
        return create(id, type, subject, sequence, data, id, null, traceparent());
    }

    /** Returns an event that is caused by another event, in the same causal chain. */
    public Event because(Event cause, String type, String subject, long sequence, Object data) {
        return create(
                ids.next(),
                type,
                subject,
                sequence,
                data,
                cause.correlationid(),
                cause.id(),
                traceparentWithin(cause.traceparent()));
    }

    /** Returns an event that is caused by a client's request, in the causal chain of an earlier event. */
    public Event within(Event earlier, String type, String subject, long sequence, Object data) {
        return create(ids.next(), type, subject, sequence, data, earlier.correlationid(), null, traceparent());
    }

    private Event create(
            String id,
            String type,
            String subject,
            long sequence,
            Object data,
            String correlationId,
            String causationId,
            String traceparent) {
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
                traceparent,
                EventCodec.tree(data));
    }

    /** Returns the current trace context if it is in the cause's trace, which may be null, else that of the cause. */
    private static String traceparentWithin(String cause) {
        String current = traceparent();
        return cause == null || current != null && traceId(current).equals(traceId(cause)) ? current : cause;
    }

    /**
     * Returns the second field of a <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>.
     */
    private static String traceId(String traceparent) {
        String[] fields = traceparent.split("-", 3);
        return fields.length < 2 ? "" : fields[1];
    }

    private static String traceparent() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Map::put);
        return carrier.get("traceparent");
    }
}
