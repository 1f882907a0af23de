package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.event.EventFactory;
import stage5.kit.testing.LocalCloudResource;

/** Batches as Lambda's event source mapping sends them, through Quarkus' own stand-in for the Runtime API. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class QueueHandlerTests {

    private static final String REGISTERED = "stage5.user.registered.v1";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:notification-mails";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    EventFactory events;

    @Inject
    MailsConsumer consumer;

    @Inject
    OpenTelemetry telemetry;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    @Test
    void shouldAnswerNoFailure_whenEachMessageIsConsumed() throws Exception {
        Event first = event(REGISTERED);
        Event second = event(REGISTERED);

        assertThat(failures(invoke(batch(QUEUE, Map.of("m1", first, "m2", second)))))
                .isEmpty();

        assertThat(consumer.heard()).contains(first, second);
    }

    @Test
    void shouldAnswerOnlyWhatFailed_whenOneMessageIsPoison() throws Exception {
        Event well = event(REGISTERED);

        assertThat(failures(invoke(batch(QUEUE, Map.of("good", well, "bad", event(MailsConsumer.POISON))))))
                .containsExactly("bad");

        assertThat(consumer.heard()).contains(well);
    }

    @Test
    void shouldFailTheInvocation_whenNobodyConsumesTheQueue() throws Exception {
        HttpResponse<String> answer =
                invoke(batch("arn:aws:sqs:us-east-1:000000000000:somebody-elses", Map.of("m", event(REGISTERED))));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("somebody-elses");
    }

    @Test
    void shouldHaveSentTheSpanOfEachEvent_whenTheBatchIsAnswered() throws Exception {
        Span cause = telemetry.getTracer("tests").spanBuilder("cause").startSpan();
        String payload;
        try (Scope ignored = cause.makeCurrent()) {
            payload = batch(QUEUE, Map.of("m1", event(REGISTERED), "m2", event(MailsConsumer.POISON)));
        } finally {
            cause.end();
        }

        assertThat(failures(invoke(payload))).containsExactly("m2");

        assertThat(kinds(cause.getSpanContext().getTraceId()))
                .containsExactlyInAnyOrder("INTERNAL", "CONSUMER", "CONSUMER");
    }

    private Event event(String type) {
        return events.first(type, "user/" + UUID.randomUUID(), 1, Map.of("email", "ada@example.com"));
    }

    private static String batch(String queueArn, Map<String, Event> messages) throws Exception {
        List<Map<String, String>> records = messages.entrySet().stream()
                .map(message -> Map.of(
                        "messageId",
                        message.getKey(),
                        "body",
                        EventCodec.write(message.getValue()),
                        "receiptHandle",
                        "receipt",
                        "eventSource",
                        "aws:sqs",
                        "eventSourceARN",
                        queueArn,
                        "awsRegion",
                        "us-east-1"))
                .toList();
        return JSON.writeValueAsString(Map.of("Records", records));
    }

    private HttpResponse<String> invoke(String payload) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/_lambda_"))
                .POST(HttpRequest.BodyPublishers.ofString(payload))
                .build());
    }

    private List<String> kinds(String trace) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(console.resolve("/traces/" + trace)).build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode spans = JSON.readTree(answer.body()).path("spans");
        return StreamSupport.stream(spans.spliterator(), false)
                .map(span -> span.path("kind").asText())
                .toList();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static List<String> failures(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode failures = JSON.readTree(answer.body()).path("batchItemFailures");
        return StreamSupport.stream(failures.spliterator(), false)
                .map(failure -> failure.path("itemIdentifier").asText())
                .toList();
    }
}
