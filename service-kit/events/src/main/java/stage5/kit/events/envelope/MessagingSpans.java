package stage5.kit.events.envelope;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.web.memory.BoundedMap;

/**
 * Starts all spans of events and queues, as OpenTelemetry's <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/messaging/messaging-spans.md">messaging
 * conventions 1.37.0</a> define them:
 *
 * <ul>
 *   <li>{@code create} (PRODUCER): one for each event, whose context the event carries; ends when the event is stored
 *   <li>{@code send} (CLIENT): one for each request to SNS; links to the creation of each event
 *   <li>{@code process} (CONSUMER): one for each delivery; {@link TracingSettings#async} decides between parent and link
 *   <li>{@code process ... together} (CONSUMER): work on events of several traces; links to their {@code process} spans
 *   <li>INTERNAL: work that finds events itself (a sweep, a rebuild, a deadline); links to their creation
 * </ul>
 */
@ApplicationScoped
public class MessagingSpans {

    /** X-Ray stores at most this number of links of a segment, so a span has no more. */
    static final int MAX_LINKS = 20;

    /** More than the events of all transactions in flight. */
    private static final int MAX_UNCOMMITTED = 10_000;

    private static final String SNS = "aws.sns";
    private static final String SQS = "aws_sqs";

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<Long> RECEIVE_COUNT = AttributeKey.longKey("stage5.message.receive_count");
    private static final AttributeKey<Long> QUEUE_WAIT = AttributeKey.longKey("stage5.message.queue_wait_ms");
    private static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("cloudevents.event_id");
    private static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("cloudevents.event_type");
    private static final AttributeKey<String> EVENT_SUBJECT = AttributeKey.stringKey("cloudevents.event_subject");

    /** The spans of the events that are processed together, by the id of the event. */
    private static final ContextKey<Map<String, Span>> TOGETHER = ContextKey.named("stage5.messages.together");

    /** The {@code create} spans by the id of the event, the oldest first. Those of failed transactions stay for a while. */
    private final Map<String, Span> uncommitted = BoundedMap.ofNewest(MAX_UNCOMMITTED);

    private final Tracer tracer;
    private final Clock clock;
    private final TracingSettings settings;
    private final String topic;

    public MessagingSpans(
            Tracer tracer,
            Clock clock,
            TracingSettings settings,
            @ConfigProperty(name = "stage5.topic-arn") String topicArn) {
        this.tracer = tracer;
        this.clock = clock;
        this.settings = settings;
        this.topic = topicArn.substring(topicArn.lastIndexOf(':') + 1);
    }

    /**
     * Returns the context of a new {@code create} span, which ends with {@link #committed}. Without a parent it starts a
     * trace.
     */
    Context create(Context parent, String id, String type, String subject) {
        Span span = start("create", topic, SpanKind.PRODUCER, SNS)
                .setParent(parent)
                .setAttribute(EVENT_ID, id)
                .setAttribute(EVENT_TYPE, type)
                .setAttribute(EVENT_SUBJECT, subject)
                .startSpan();
        if (span.isRecording()) {
            synchronized (uncommitted) {
                uncommitted.put(id, span);
            }
        }
        return parent.with(span);
    }

    /**
     * Ends the {@code create} spans of events that are stored now. An event whose transaction fails is never created, so its
     * span is dropped.
     */
    public void committed(List<Event> events) {
        for (Event event : events) {
            Span span;
            synchronized (uncommitted) {
                span = uncommitted.remove(event.id());
            }
            if (span != null) {
                span.end();
            }
        }
    }

    /**
     * Returns the context in which the effects of an event are created: that of the span that processes it. If it is
     * processed together with others, this is not the current one.
     */
    static Context effectsOf(Event cause) {
        Context current = Context.current();
        Map<String, Span> together = current.get(TOGETHER);
        if (together != null) {
            Span own = together.get(cause.id());
            return own == null ? created(cause) : Context.root().with(own);
        }
        return Span.fromContext(current).getSpanContext().isValid() ? current : created(cause);
    }

    /** Returns the context of the span that created the event; an empty one if the event has none. */
    static Context created(Event event) {
        return event.traceparent() == null ? Context.root() : extract(event.traceparent(), event.tracestate());
    }

    /** Starts the span of a request to SNS, in the trace of the first event. */
    public WorkSpan send(List<Event> events) {
        return send(events, created(events.getFirst()));
    }

    /**
     * Starts the span of a request to SNS.
     *
     * @param around the context of the work that sends the events, for example a sweep
     */
    public WorkSpan send(List<Event> events, Context around) {
        SpanBuilder span = start("send", topic, SpanKind.CLIENT, SNS)
                .setParent(around)
                .setAttribute(BATCH_SIZE, (long) events.size());
        events.forEach(event -> link(span, created(event)));
        return WorkSpan.of(span.startSpan(), around);
    }

    /**
     * Starts the span that processes an event of a queue.
     *
     * @param around the context of the invocation or loop that has received the message
     */
    public WorkSpan process(String queue, Delivered delivered, Event event, Context around) {
        SpanBuilder span = identify(consumer(queue, delivered), event);
        Context created = created(event);
        boolean joins = event.age(clock.instant()).compareTo(settings.joinWithin()) <= 0;
        if (!isChild(created, joins)) {
            span.setAttribute(EVENT_TYPE, event.type()); // else its parent has it, and spans are billed by the byte
        }
        return related(span, created, joins, around);
    }

    /**
     * Starts the span of a message that is no event.
     *
     * @param traceparent the W3C trace context in its text, or null
     */
    public WorkSpan processMalformed(String queue, Delivered delivered, String traceparent, Context around) {
        Context created = traceparent == null ? Context.root() : extract(traceparent, null);
        return related(consumer(queue, delivered), created, true, around);
    }

    /**
     * Starts the span of common work on events of several traces. It and the events' spans link each other. Effects of an
     * event are created in the event's own span.
     *
     * @param processes the spans that process the events, by the id of the event
     */
    public WorkSpan processTogether(String queue, Map<String, Span> processes, Context around) {
        SpanBuilder builder = start("process", queue, SpanKind.CONSUMER, SQS, " together")
                .setParent(around)
                .setAttribute(BATCH_SIZE, (long) processes.size());
        limited(processes.values()).forEach(process -> builder.addLink(process.getSpanContext()));
        Span span = builder.startSpan();
        processes.values().forEach(process -> process.addLink(span.getSpanContext()));
        return WorkSpan.of(span, around.with(TOGETHER, processes));
    }

    /**
     * Starts the span of work that finds events itself. It links to the creation of at most {@value #MAX_LINKS} events.
     *
     * @param name of low cardinality
     * @param around the context of the invocation or request that does the work; without a span it is in a trace of its own
     */
    public WorkSpan work(String name, Collection<Event> events, Context around) {
        SpanBuilder span = tracer.spanBuilder(name).setParent(around);
        limited(events).forEach(event -> link(span, created(event)));
        if (events.size() == 1) {
            events.forEach(event -> describe(span, event));
        }
        return WorkSpan.of(span.startSpan(), around);
    }

    /** Adds a retry to the span of a message, with the failure that caused it. */
    public static void retry(Span span, Throwable failure) {
        span.addEvent(
                "retry",
                Attributes.of(
                        AttributeKey.stringKey("error.type"), failure.getClass().getName()));
    }

    private SpanBuilder consumer(String queue, Delivered delivered) {
        SpanBuilder span =
                start("process", queue, SpanKind.CONSUMER, SQS).setAttribute(MESSAGE_ID, delivered.messageId());
        if (delivered.receiveCount() > 0) {
            span.setAttribute(RECEIVE_COUNT, (long) delivered.receiveCount());
        }
        if (delivered.sentAt() != null) {
            long wait = Duration.between(delivered.sentAt(), clock.instant()).toMillis();
            span.setAttribute(QUEUE_WAIT, Math.max(0, wait)); // the clock of SQS is another one
        }
        return span;
    }

    private WorkSpan related(SpanBuilder span, Context created, boolean joins, Context around) {
        boolean child = isChild(created, joins);
        if (child) {
            span.setParent(created);
            link(span, around);
        } else {
            span.setParent(around);
        }
        if (!child || settings.async() == TracingSettings.Async.BOTH) {
            link(span, created);
        }
        return WorkSpan.ofMessage(span.startSpan(), child ? created : around);
    }

    private boolean isChild(Context created, boolean joins) {
        return joins && settings.async() != TracingSettings.Async.LINK && hasSpan(created);
    }

    private static SpanBuilder describe(SpanBuilder span, Event event) {
        return identify(span, event).setAttribute(EVENT_TYPE, event.type());
    }

    private static SpanBuilder identify(SpanBuilder span, Event event) {
        return span.setAttribute(EVENT_ID, event.id()).setAttribute(EVENT_SUBJECT, event.subject());
    }

    private SpanBuilder start(String operation, String destination, SpanKind kind, String system) {
        return start(operation, destination, kind, system, "");
    }

    private SpanBuilder start(String operation, String destination, SpanKind kind, String system, String suffix) {
        return tracer.spanBuilder(operation + " " + destination + suffix)
                .setSpanKind(kind)
                .setAttribute(SYSTEM, system)
                .setAttribute(OPERATION, operation)
                .setAttribute(OPERATION_TYPE, operation)
                .setAttribute(DESTINATION, destination);
    }

    private static <T> List<T> limited(Collection<T> all) {
        return all.stream().limit(MAX_LINKS).toList();
    }

    private static void link(SpanBuilder span, Context linked) {
        SpanContext context = Span.fromContext(linked).getSpanContext();
        if (context.isValid()) {
            span.addLink(context);
        }
    }

    private static boolean hasSpan(Context context) {
        return Span.fromContext(context).getSpanContext().isValid();
    }

    private static Context extract(String traceparent, String tracestate) {
        Map<String, String> headers = tracestate == null
                ? Map.of("traceparent", traceparent)
                : Map.of("traceparent", traceparent, "tracestate", tracestate);
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
    }

    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String name) {
            return headers.get(name);
        }
    };

    /** What SQS says about the delivery of a message. */
    public interface Delivered {

        /** Returns SQS's id of the message. */
        String messageId();

        /** Returns how often the message was received, this time included; 0 if it is unknown. */
        int receiveCount();

        /** Returns when SQS has accepted the message; null if it is unknown. */
        Instant sentAt();
    }
}
