package stage5.kit.lambda.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.string;
import static stage5.kit.testing.events.MockFunction.batch;
import static stage5.kit.testing.events.MockFunction.failures;
import static stage5.kit.testing.events.MockFunction.invoke;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.fence.FenceSettings;
import stage5.kit.events.fence.WriteFence;
import stage5.kit.testing.LocalCloudResource;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class QueueHandlerTests {

    private static final String REGISTERED = "stage5.user.registered.v1";
    private static final String QUEUE = "notification-mails";

    @Inject
    EventFactory events;

    @Inject
    Dynamo dynamo;

    @Inject
    MailsConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    InvocationRunner runner;

    @Inject
    DynamoDbAsyncClient dynamoDb;

    @Inject
    SqsAsyncClient sqs;

    @Inject
    OpenTelemetry telemetry;

    @Inject
    @Named("queue")
    QueueHandler handler;

    @ConfigProperty(name = "stage5.testing.console-url")
    String console;

    @Test
    void shouldReturnNoFailure_whenAllMessagesAreConsumed() {
        Event first = event(REGISTERED);
        Event second = event(REGISTERED);

        assertThat(failures(invoke(batch(QUEUE, Map.of("m1", first, "m2", second)))))
                .isEmpty();

        assertThat(consumer.received()).contains(first, second);
    }

    @Test
    void shouldReturnTheFailedMessage_whenOneMessageIsPoison() {
        Event good = event(REGISTERED);

        assertThat(failures(invoke(batch(QUEUE, Map.of("good", good, "bad", event(MailsConsumer.POISON))))))
                .containsExactly("bad");

        assertThat(consumer.received()).contains(good);
    }

    @Test
    void shouldReturnWhatIsNotDone_whenTheTimeIsOver() {
        Event good = event(REGISTERED);
        SQSEvent batch = new SQSEvent();
        batch.setRecords(
                List.of(message("good", good), message("slow", event(MailsConsumer.HANGING)), message("null", null)));

        SQSBatchResponse response = handler.handleRequest(batch, new TestInvocation(Duration.ofSeconds(10)));

        assertThat(response.getBatchItemFailures())
                .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .containsExactlyInAnyOrder("slow", "null");
        assertThat(Span.current().getSpanContext().isValid())
                .as("the trace of cancelled work is current in the next invocation")
                .isFalse();
        assertThat(consumer.received()).contains(good);
    }

    /** The table of the kit's tests has no item that names a region. */
    @Test
    void shouldSendMessagesBackWithoutARetry_whenThisRegionMayNotWrite() {
        FenceSettings settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(FenceSettings.class)
                .withDefaultValue("stage5.fence.table", "users")
                .withDefaultValue("stage5.fence.timeout", "20S")
                .build()
                .getConfigMapping(FenceSettings.class);
        QueueHandler fenced = new QueueHandler(
                List.of(consumer),
                consumption,
                new WriteFence(settings, dynamoDb, Clock.systemUTC(), System::nanoTime),
                new MessageReturn(sqs),
                runner);
        Event event = event(REGISTERED);
        SQSEvent batch = new SQSEvent();
        batch.setRecords(List.of(message("m1", event)));
        long delayed = delayedMessages();

        SQSBatchResponse response = fenced.handleRequest(batch, new TestInvocation(Duration.ofMinutes(1)));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(delayedMessages()).isEqualTo(delayed + 1);
        assertThat(consumer.received()).doesNotContain(event);
    }

    @Test
    void shouldReturnTheMessagesThatAreLeft_whenTheyCannotBeSentBack() {
        assertThat(new MessageReturn(sqs)
                        .send("no-such-queue", List.of(new Delivery("m1", "{}")))
                        .await()
                        .atMost(Duration.ofSeconds(30)))
                .containsExactly("m1");
    }

    private long delayedMessages() {
        String url = sqs.getQueueUrl(get -> get.queueName(QUEUE)).join().queueUrl();
        return Long.parseLong(sqs.getQueueAttributes(get ->
                        get.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .join()
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
    }

    private static SQSMessage message(String id, Event event) {
        SQSMessage message = new SQSMessage();
        message.setMessageId(id);
        message.setBody(event == null ? "null" : EventCodec.write(event));
        message.setEventSourceArn("arn:aws:sqs:us-east-1:000000000000:" + QUEUE);
        return message;
    }

    @Test
    void shouldFailTheInvocation_whenTheQueueHasNoConsumer() {
        Response response = invoke(batch("unknown-queue", Map.of("m", event(REGISTERED))));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.asString()).contains("unknown-queue");
    }

    @Test
    void shouldHaveExportedTheSpanOfEachEvent_whenTheResponseArrives() {
        Span cause = telemetry.getTracer("tests").spanBuilder("cause").startSpan();
        Map<String, Object> batch;
        try (Scope ignored = cause.makeCurrent()) {
            batch = batch(QUEUE, Map.of("m1", event(REGISTERED), "m2", event(MailsConsumer.POISON)));
        } finally {
            cause.end();
        }

        assertThat(failures(invoke(batch))).containsExactly("m2");

        List<String> kinds = given().get(
                        console + "/traces/" + cause.getSpanContext().getTraceId())
                .then()
                .statusCode(200)
                .extract()
                .path("spans.kind");
        assertThat(kinds)
                .as("the second CONSUMER stores its failure reason, a CLIENT span")
                .containsExactlyInAnyOrder("INTERNAL", "CONSUMER", "CONSUMER", "CLIENT");
    }

    @Test
    void shouldStoreReasonAndCount_whenAMessageFailsRepeatedly() {
        String messageId = UUID.randomUUID().toString();
        Map<String, Object> batch = batch(QUEUE, Map.of(messageId, event(MailsConsumer.POISON)));

        assertThat(failures(invoke(batch))).containsExactly(messageId);
        assertThat(failures(invoke(batch))).containsExactly(messageId);

        assertThat(dynamo.get("users", key("FAILURE#" + QUEUE + "#" + messageId, "FAILURE"))
                        .await()
                        .atMost(Duration.ofSeconds(10)))
                .hasValueSatisfying(failure -> {
                    assertThat(number(failure, "failures")).isEqualTo(2);
                    assertThat(string(failure, "reason")).isNotBlank();
                    assertThat(string(failure, "traceId")).matches("[0-9a-f]{32}");
                });
    }

    private Event event(String type) {
        return events.first(type, "user/" + UUID.randomUUID(), 1, Map.of("email", "ada@example.com"));
    }
}
