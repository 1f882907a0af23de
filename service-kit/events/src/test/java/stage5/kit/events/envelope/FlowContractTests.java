package stage5.kit.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.telemetry.flows.AsyncMode;
import stage5.kit.telemetry.flows.FlowChecker;
import stage5.kit.telemetry.flows.FlowContract;
import stage5.kit.telemetry.flows.SpanGraph;

/** Checks the spans of a sign-up and its mail, in memory, against the contract of the flow. */
class FlowContractTests {

    private final List<FinishedSpans> recorders = new ArrayList<>();
    private final List<SdkTracerProvider> providers = new ArrayList<>();

    @AfterEach
    void close() {
        providers.forEach(SdkTracerProvider::close);
    }

    @ParameterizedTest
    @EnumSource(TracingSettings.Async.class)
    void shouldSatisfyTheContract_whenACustomerSignsUp(TracingSettings.Async async) {
        Process user = new Process("user", async);
        Process worker = new Process("notification", async);

        Event registered = user.events.first("stage5.user.registered.v1", "user/1", 1, Map.of());
        user.spans.committed(List.of(registered));
        run(user.spans.send(List.of(registered)));
        Event received = EventCodec.read(EventCodec.write(registered));
        WorkSpan processing = worker.spans.process(
                "notification-mails", new Delivery("m1", "{}", 1, Instant.now()), received, Context.root());
        try (Scope ignored = processing.context().makeCurrent()) {
            worker.tracer
                    .spanBuilder("send mail")
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("network.protocol.name", "smtp")
                    .setAttribute("server.address", "127.0.0.1")
                    .setAttribute("server.port", 25)
                    .setAttribute("peer.service", "mail")
                    .startSpan()
                    .end();
            Event sent = worker.events.because(received, "stage5.notification.sent.v1", "mail/1", 1, Map.of());
            worker.spans.committed(List.of(sent));
        }
        run(processing);

        SpanGraph graph = new SpanGraph();
        graph.add(recorders.get(0).all("user-service"));
        graph.add(recorders.get(1).all("notification-worker"));
        FlowContract contract = FlowContract.of("welcome-mail");
        stage5.kit.telemetry.Span first = recorders.getFirst().all("user-service").stream()
                .filter(contract::isBegunBy)
                .findFirst()
                .orElseThrow();
        assertThat(new FlowChecker(graph, AsyncMode.valueOf(async.name()))
                        .check(contract, first)
                        .findings())
                .isEmpty();
        assertThat(recorders).allSatisfy(spans -> assertThat(spans.violations()).isEmpty());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    private static void run(WorkSpan span) {
        span.around(Uni.createFrom().voidItem()).await().indefinitely();
    }

    private final class Process {

        private final Tracer tracer;
        private final MessagingSpans spans;
        private final EventFactory events;

        Process(String topic, TracingSettings.Async async) {
            FinishedSpans recorder = new FinishedSpans();
            SdkTracerProvider provider =
                    SdkTracerProvider.builder().addSpanProcessor(recorder).build();
            recorders.add(recorder);
            providers.add(provider);
            tracer = provider.get("test");
            spans = TestSpans.of(tracer, async, topic + "-events");
            events = new EventFactory(Clock.systemUTC(), () -> UUID.randomUUID().toString(), spans, topic + "-service");
        }
    }
}
