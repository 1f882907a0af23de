package stage5.kit.events.envelope;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A fact that a service publishes, as <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">
 * CloudEvents 1.0</a> in structured JSON. Its data is the aggregate's whole public state, so a consumer needs only the
 * latest event of a subject.
 *
 * @param id a UUID version 7, so that ids sort by time
 * @param source the publishing service, {@code urn:stage5:order-service}
 * @param type {@code stage5.order.placed.v1}
 * @param subject the aggregate: its kind and id, {@code order/0190...}
 * @param sequence the position among the subject's events: 1, 2, 3, without gaps
 * @param correlationid the id of the first event of the causal chain
 * @param causationid the id of the event that caused this one, or null if a client's request did
 * @param traceparent the W3C trace context of the span that created the event, or null if there was none
 * @param tracestate the W3C <a href="https://www.w3.org/TR/trace-context/#tracestate-header">trace state</a> of tracing
 *     systems outside the shop, or null if there is none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(
        value = {"specversion", "datacontenttype"},
        allowGetters = true,
        ignoreUnknown = true)
public record Event(
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String dataschema,
        long sequence,
        String correlationid,
        String causationid,
        String traceparent,
        String tracestate,
        ObjectNode data) {

    /** The highest age of an event, as {@link #age} returns it. */
    public static final Duration MAX_AGE = Duration.ofDays(365);

    public Event {
        Objects.requireNonNull(id, "id is missing");
        Objects.requireNonNull(source, "source is missing");
        Objects.requireNonNull(type, "type is missing");
        Objects.requireNonNull(subject, "subject is missing");
        Objects.requireNonNull(time, "time is missing");
        Objects.requireNonNull(data, "data is missing");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be 1 or more, not " + sequence);
        }
    }

    /** Creates an event without trace state. */
    public Event(
            String id,
            String source,
            String type,
            String subject,
            Instant time,
            String dataschema,
            long sequence,
            String correlationid,
            String causationid,
            String traceparent,
            ObjectNode data) {
        this(
                id,
                source,
                type,
                subject,
                time,
                dataschema,
                sequence,
                correlationid,
                causationid,
                traceparent,
                null,
                data);
    }

    /**
     * Returns the time from the event until now, between zero and {@link #MAX_AGE}: clocks differ, and an event may have any
     * date, but a metric has a range.
     */
    public Duration age(Instant now) {
        if (time.isBefore(now.minus(MAX_AGE))) {
            return MAX_AGE;
        }
        return time.isAfter(now) ? Duration.ZERO : Duration.between(time, now);
    }

    @JsonProperty
    public String specversion() {
        return "1.0";
    }

    @JsonProperty
    public String datacontenttype() {
        return "application/json";
    }
}
