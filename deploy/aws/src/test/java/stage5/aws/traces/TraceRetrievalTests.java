package stage5.aws.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import stage5.aws.account.AwsAccess;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.flows.AsyncMode;
import stage5.kit.telemetry.flows.FlowContract;
import stage5.kit.telemetry.flows.FlowFinding;
import stage5.kit.telemetry.flows.FlowMonitor;
import stage5.stack.StackException;

class TraceRetrievalTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Instant FROM = Instant.ofEpochSecond(1_700_000_000);
    private static final Instant TO = FROM.plusSeconds(3_600);

    private final AtomicInteger pauses = new AtomicInteger();
    private StubXRay xray;
    private AwsAccess access;

    @BeforeEach
    void start() throws IOException {
        xray = new StubXRay();
        access = new AwsAccess(
                Optional.of(xray.endpoint()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    }

    @AfterEach
    void stop() {
        access.close();
        xray.close();
    }

    @Test
    void shouldReturnTheSpansOfAllPages_whenTheRetrievalCompletesLater() throws Exception {
        xray.statesBefore("SCHEDULED", "RUNNING");
        xray.store(welcomeMail());

        List<Span> spans = retrieve();

        assertThat(spans).hasSize(welcomeMail().length);
        assertThat(pauses).hasValue(2);
        assertThat(xray.starts()).singleElement().satisfies(start -> {
            assertThat(start.at("/TraceIds/0").asText()).isEqualTo("1-4bf92f35-77b34da6a3ce929d0e0e4736");
            assertThat(start.path("StartTime").asLong()).isEqualTo(FROM.getEpochSecond());
            assertThat(start.path("EndTime").asLong()).isEqualTo(TO.getEpochSecond());
        });
    }

    @Test
    void shouldSatisfyTheContract_whenTheFlowIsAsAgreed() throws Exception {
        xray.store(welcomeMail());

        FlowMonitor.Report report = check();

        assertThat(report.findings()).isEmpty();
        assertThat(report.satisfied()).containsEntry("welcome-mail", 1L);
    }

    @Test
    void shouldFindTheMissingSpan_whenXRayHasNotStoredIt() throws Exception {
        String[] stored = welcomeMail();
        xray.store(stored[0], stored[1], stored[2], stored[3]);

        assertThat(check().findings())
                .extracting(FlowFinding::step, FlowFinding::defect)
                .containsExactly(tuple("mail-sent", FlowFinding.Defect.MISSING));
    }

    @Test
    void shouldConvertEachField_whenADocumentHasIt() throws Exception {
        xray.store("""
                {"resource": {"attributes": {"service.name": "order-service"}}, "traceId": "%s",
                 "spanId": "00f067aa0ba902b7", "parentSpanId": "", "name": "POST", "kind": "SPAN_KIND_CLIENT",
                 "startTimeUnixNano": "1700000000000000001", "endTimeUnixNano": 1700000000000000002,
                 "status": {"code": "STATUS_CODE_ERROR", "message": "late"},
                 "attributes": {"text": "a", "number": 3, "share": 0.5, "yes": true, "list": ["a", "b"]},
                 "links": [{"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331"}],
                 "events": [{"name": "retry", "timeUnixNano": 1700000000000000001}]}""".formatted(TRACE));

        Span span = retrieve().getFirst();

        assertThat(span.service()).isEqualTo("order-service");
        assertThat(span.parentSpanId()).isNull();
        assertThat(span.kind()).isEqualTo("CLIENT");
        assertThat(span.startNanos()).isEqualTo(1_700_000_000_000_000_001L);
        assertThat(span.endNanos()).isEqualTo(1_700_000_000_000_000_002L);
        assertThat(span.status()).isEqualTo("ERROR");
        assertThat(span.statusMessage()).isEqualTo("late");
        assertThat(span.attributes())
                .containsEntry("text", "a")
                .containsEntry("number", 3L)
                .containsEntry("share", 0.5)
                .containsEntry("yes", true)
                .containsEntry("list", List.of("a", "b"));
        assertThat(span.links()).containsExactly(new Span.Link("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"));
        assertThat(span.events()).containsExactly(new Span.Event("retry", 1_700_000_000_000_000_001L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "CANCELLED", "TIMEOUT"})
    void shouldFail_whenTheRetrievalEndsOtherwise(String state) {
        xray.statesBefore(state);

        assertThatThrownBy(this::retrieve).isInstanceOf(StackException.class).hasMessageContaining(state);
    }

    @Test
    void shouldFail_whenTheRetrievalDoesNotComplete() {
        for (int i = 0; i < 200; i++) {
            xray.statesBefore("RUNNING");
        }

        assertThatThrownBy(this::retrieve)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("not complete after 120 polls");
    }

    @Test
    void shouldFail_whenXRayRefusesTheCall() {
        xray.respondWith(429);

        assertThatThrownBy(this::retrieve)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("429")
                .hasMessageContaining("planted");
    }

    private FlowMonitor.Report check() throws InterruptedException {
        FlowMonitor monitor =
                new FlowMonitor(List.of(FlowContract.of("welcome-mail")), AsyncMode.PARENT, Duration.ofMinutes(1));
        monitor.add(retrieve());
        return monitor.reportAsIfOver();
    }

    private List<Span> retrieve() throws InterruptedException {
        return new TraceRetrieval(access.calls(), "us-east-1", pauses::incrementAndGet).spans(List.of(TRACE), FROM, TO);
    }

    /** Returns the spans of a sign-up, each a millisecond after its parent. */
    private static String[] welcomeMail() {
        return new String[] {
            document(1, 0, "user-service", "PRODUCER", "create user-events", """
                    "cloudevents.event_type": "stage5.user.registered.v1", "cloudevents.event_id": "1",
                    "cloudevents.event_subject": "user/1\""""),
            document(2, 1, "user-service", "CLIENT", "send user-events", "\"messaging.batch.message_count\": 1"),
            document(3, 1, "notification-worker", "CONSUMER", "process notification-mails", """
                    "messaging.message.id": "1", "stage5.message.receive_count": 1,
                    "stage5.message.queue_wait_ms": 3, "stage5.message.outcome": "done\""""),
            document(4, 3, "notification-worker", "CLIENT", "send mail", """
                    "peer.service": "mail", "server.address": "127.0.0.1\""""),
            document(5, 3, "notification-worker", "PRODUCER", "create notification-events", """
                    "cloudevents.event_type": "stage5.notification.sent.v1", "cloudevents.event_id": "2",
                    "cloudevents.event_subject": "user/1\"""")
        };
    }

    private static String document(int id, int parent, String service, String kind, String name, String attributes) {
        long start = FROM.toEpochMilli() + id;
        String link = name.startsWith("send user") ? """
                {"traceId": "%s", "spanId": "%016x"}""".formatted(TRACE, parent) : "";
        return """
                {"resource": {"attributes": {"service.name": "%s"}}, "traceId": "%s", "spanId": "%016x",
                 %s "name": "%s", "kind": "%s", "startTimeUnixNano": %d000000, "endTimeUnixNano": %d000000,
                 "durationNano": 1000000, "attributes": {%s}, "status": {"code": "UNSET"}, "links": [%s]}""".formatted(
                        service,
                        TRACE,
                        id,
                        parent == 0 ? "" : "\"parentSpanId\": \"%016x\",".formatted(parent),
                        name,
                        kind,
                        start,
                        start + 1,
                        attributes,
                        link);
    }
}
