package stage5.local.traces;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.conventions.SemanticConventions;
import stage5.kit.telemetry.conventions.ViolationLog;
import stage5.kit.telemetry.flows.FlowMonitor;
import stage5.kit.telemetry.ledger.SpanLedger;
import stage5.kit.telemetry.trace.RelatedSpans;
import stage5.local.Emulator;
import stage5.local.http.HttpApi;
import stage5.local.http.HttpErrorException;
import stage5.local.meter.UsageCounters;

/** Receives spans by OTLP/HTTP, keeps the newest ones, forwards all and checks all against the conventions. */
public final class OtlpReceiver implements Emulator {

    private static final int MAX_BODY = 16 * 1024 * 1024;
    private static final String PROTOBUF = "application/x-protobuf";

    private final Vertx vertx;
    private final int port;
    private final TraceStore store;
    private final Consumer<List<Span>> forward;
    private final UsageCounters usage;
    private final ViolationLog violations = new ViolationLog(SemanticConventions.pinned());
    private final SpanLedger ledger = new SpanLedger(InstantSource.system());
    private volatile FlowMonitor flows;
    private HttpApi api;

    /**
     * Creates the receiver.
     *
     * @param maxSpans the most spans that are kept
     * @param forward receives all spans; must not block
     * @param usage counts the spans and traces of each service
     */
    public OtlpReceiver(Vertx vertx, int port, int maxSpans, Consumer<List<Span>> forward, UsageCounters usage) {
        this.vertx = vertx;
        this.port = port;
        this.store = new TraceStore(maxSpans);
        this.forward = forward;
        this.usage = usage;
    }

    @Override
    public String name() {
        return "traces";
    }

    @Override
    public void start() throws ExecutionException, InterruptedException {
        Router router = HttpApi.router(vertx, MAX_BODY);
        router.post("/v1/traces").handler(this::receive);
        // An empty message is a valid response of each kind: everything was accepted.
        router.post("/v1/metrics").handler(OtlpReceiver::accept);
        router.post("/v1/logs").handler(OtlpReceiver::accept);
        api = HttpApi.listen(vertx, port, router);
    }

    private void receive(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null || !type.startsWith(PROTOBUF)) {
            throw new HttpErrorException(415, "unsupported_media_type", "Only " + PROTOBUF + " is supported");
        }
        Buffer body = context.body().buffer();
        try {
            ExportTraceServiceRequest request =
                    ExportTraceServiceRequest.parseFrom(body == null ? new byte[0] : body.getBytes());
            List<Span> spans = new ArrayList<>();
            request.getResourceSpansList().forEach(resource -> spans.addAll(counted(resource)));
            store.add(spans);
            forward.accept(spans);
            violations.add(spans);
            FlowMonitor watching = flows;
            if (watching != null) {
                watching.add(spans);
            }
            accept(context);
        } catch (InvalidProtocolBufferException e) {
            throw HttpErrorException.badRequest("The body is not an ExportTraceServiceRequest: " + e.getMessage());
        }
    }

    /** Returns the spans of one process, after counting them. */
    private List<Span> counted(ResourceSpans resource) {
        String service = OtlpSpans.service(resource);
        List<Span> spans = OtlpSpans.of(resource);
        usage.add(UsageCounters.Quantity.SPAN_BYTES, service, resource.getSerializedSize());
        spans.stream()
                .filter(span -> span.parentSpanId() == null)
                .forEach(root -> usage.add(UsageCounters.Quantity.TRACES, root.service(), 1));
        ledger.add(service, OtlpSpans.instance(resource), spans);
        return spans;
    }

    private static void accept(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", PROTOBUF)
                .end(Buffer.buffer(
                        ExportTraceServiceResponse.getDefaultInstance().toByteArray()));
    }

    /** Returns the log in which each span is checked against the conventions. */
    public ViolationLog violations() {
        return violations;
    }

    /** Returns the ledger that compares the spans with what their processes have counted. */
    public SpanLedger ledger() {
        return ledger;
    }

    /** Begins to check the flows in the spans that arrive from now on, or stops it with null. */
    public void watchFlows(FlowMonitor monitor) {
        flows = monitor;
    }

    /** Returns the monitor that checks flows; empty if none does. */
    public Optional<FlowMonitor> flows() {
        return Optional.ofNullable(flows);
    }

    /** Returns the number of stored spans. */
    public int count() {
        return store.size();
    }

    /** Returns traces, newest first; only those with a span of {@code service} if it is not null. */
    public List<Trace> traces(String service, int limit) {
        return store.newest(service, limit);
    }

    /** Returns the stored spans of a trace; empty if there are none. */
    public Optional<Trace> trace(String traceId) {
        return store.find(traceId);
    }

    /** Returns the selected spans of those that are stored, newest first. */
    public List<Span> newestSpans(Predicate<Span> selected, int limit) {
        return store.all().stream()
                .filter(selected)
                .sorted(Comparator.comparingLong(Span::startNanos).reversed())
                .limit(limit)
                .toList();
    }

    /** Returns the stored spans of an order, an event, a message or a trace, across traces; empty if there are none. */
    public List<Span> related(String id) {
        return RelatedSpans.of(store.all(), id);
    }

    @Override
    public boolean isUp() {
        return api != null;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
            api = null;
        }
    }
}
