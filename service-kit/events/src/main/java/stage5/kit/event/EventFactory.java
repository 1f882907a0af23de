package stage5.kit.event;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes this service's events, in the trace of whatever is going on. */
@ApplicationScoped
public class EventFactory {

    private final Clock clock;
    private final Ids ids;
    private final String service;

    EventFactory(Clock clock, Ids ids, @ConfigProperty(name = "stage5.service") String service) {
        this.clock = clock;
        this.ids = ids;
        this.service = service;
    }

    /** Returns the event that begins a story: a person's doing, not another event's consequence. */
    public Event first(String type, String subject, long sequence, Object data) {
        String id = ids.next();
        return create(id, type, subject, sequence, data, id, null);
    }

    /** Returns an event that {@code cause} led to. */
    public Event because(Event cause, String type, String subject, long sequence, Object data) {
        return create(ids.next(), type, subject, sequence, data, cause.correlationid(), cause.id());
    }

    /** Returns an event that goes on with the story of another one, by a person's doing. */
    public Event within(Event story, String type, String subject, long sequence, Object data) {
        return create(ids.next(), type, subject, sequence, data, story.correlationid(), null);
    }

    private Event create(
            String id,
            String type,
            String subject,
            long sequence,
            Object data,
            String correlationId,
            String causationId) {
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
                traceparent(),
                EventCodec.tree(data));
    }

    private static String traceparent() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Map::put);
        return carrier.get("traceparent");
    }
}
