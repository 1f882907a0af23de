package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.FrontDoor;
import stage5.cli.cloud.CloudClients;

/** What was given up is kept with its reason, and takes effect once when it is sent back, however often that is. */
class DeadLettersIT {

    private static final String MAILS = "notification-mails";
    private static final String STOCK = "catalog-orders";
    private static final Duration GIVEN_UP = Duration.ofMinutes(3);

    /** Time for four functions, one after the other, to start for the first time. */
    private static final Duration SOON = Duration.ofMinutes(2);

    /** Three receives are a matter of seconds then, and not of minutes; longer than a function is at a message. */
    private static final Map<QueueAttributeName, String> SHORT_VISIBILITY =
            Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5");

    private final SqsClient sqs = CloudClients.sqs(Shop.ports());
    private final DynamoDbClient dynamo = CloudClients.dynamoDb(Shop.ports());

    @AfterEach
    void closeClients() {
        sqs.close();
        dynamo.close();
    }

    @Test
    void shouldTellWhyAndTakeEffectOnce_whenWhatWasGivenUpIsSentBack() {
        Customer ada = Customer.signUp(Shop.gateway());
        await("the welcome").atMost(SOON).until(() -> Shop.mailsTo(ada.email()).size() == 1);
        String orderTrace = Trace.id(16);
        String brokenTrace = Trace.id(16);

        AttributeValue address = forgetAddress(ada);
        String order;
        String broken;
        try (var quick = shortVisibility(MAILS)) {
            order = order(ada, orderTrace);
            broken = send(MAILS, "{\"id\":\"broken\",\"traceparent\":\"00-" + brokenTrace + "-00f067aa0ba902b7-01\"}");
            await("both are given up").atMost(GIVEN_UP).until(() -> deadLettersOf(MAILS) == 2);
        }

        JsonNode letters = dlq("show", MAILS, "--json").json();
        JsonNode poison = only(letters, "subject", "order/" + order);
        assertThat(poison.path("type").asText()).isEqualTo("stage5.order.confirmed.v1");
        assertThat(poison.path("traceId").asText()).isEqualTo(orderTrace);
        assertThat(poison.path("failure").path("reason").asText()).contains("customer/" + ada.id(), "has no email");
        assertThat(poison.path("failure").path("times").asInt()).isEqualTo(3);
        JsonNode malformed = only(letters, "messageId", broken);
        assertThat(malformed.path("traceId").asText()).isEqualTo(brokenTrace);
        assertThat(malformed.path("failure").path("type").asText()).isEqualTo("MalformedEventException");
        assertThat(malformed.path("failure").path("reason").asText()).contains("source is missing");
        assertThat(malformed.path("failure").path("times").asInt()).isEqualTo(3);
        assertThat(dlq("show", MAILS).printed()).contains(orderTrace, brokenTrace, "has no email", "failed    3 times");
        assertThat(Shop.mailsTo(ada.email())).hasSize(1);

        rememberAddress(ada, address);
        dlq("redrive", MAILS, "--message", poison.path("messageId").asText());
        await("the mail about the order")
                .atMost(SOON)
                .until(() -> Shop.mailsTo(ada.email()).size() == 2);
        assertThat(deadLettersOf(MAILS)).isEqualTo(1);
        assertThat(dlq("purge", MAILS).exitCode()).as("nobody has said yes").isEqualTo(1);
        assertThat(dlq("purge", MAILS, "--yes").exitCode()).isZero();
        assertThat(deadLettersOf(MAILS)).isZero();

        send(MAILS + "-dlq", poison.path("body").asText());
        send(STOCK + "-dlq", storedEvent(order, 1));
        send(STOCK + "-dlq", storedEvent(order, 2));
        assertThat(dlq("redrive").printed()).contains("1 dead letter sent back", "2 dead letters sent back");
        Shop.awaitQuiet();
        assertThat(Shop.mailsTo(ada.email())).as("no mail twice").hasSize(2);
        assertThat(dlq("show").printed()).contains("There are no dead letters.");
        Shop.assertBooksAreRight();
    }

    @Test
    void shouldDoTheSame_whenTheCloudIsNamedByTheSdksOwnSettings() {
        send(STOCK + "-dlq", "left by nobody");
        Map<String, String> settings = Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "somebody",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL_SQS", Shop.ports().sqs().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", Shop.ports().dynamoDb().toString());

        JsonNode letters = FrontDoor.call(settings, "dlq", "show", STOCK, "--aws", "--json")
                .json();

        assertThat(letters).hasSize(1);
        assertThat(letters.path(0).path("queue").asText()).isEqualTo(STOCK);
        assertThat(letters.path(0).path("body").asText()).isEqualTo("left by nobody");
        assertThat(FrontDoor.call(settings, "dlq", "purge", STOCK, "--aws", "--yes")
                        .exitCode())
                .isZero();
        assertThat(deadLettersOf(STOCK)).isZero();
    }

    private static String order(Customer customer, String traceId) {
        String order = customer.http()
                .with("traceparent", "00-" + traceId + "-" + Trace.id(8) + "-01")
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders", Customer.orderOf(Shop.anySku(), 1, "tok_ok"))
                .expect(202)
                .at("id");
        assertThat(customer.settled(order).path("status").asText()).isEqualTo("confirmed");
        return order;
    }

    /** Damages what notification-worker knows of the customer; returns what was there. */
    private AttributeValue forgetAddress(Customer customer) {
        return dynamo.updateItem(update -> update.tableName("notifications")
                        .key(contact(customer))
                        .updateExpression("REMOVE email")
                        .conditionExpression("attribute_exists(email)")
                        .returnValues(ReturnValue.ALL_OLD))
                .attributes()
                .get("email");
    }

    private void rememberAddress(Customer customer, AttributeValue address) {
        dynamo.updateItem(update -> update.tableName("notifications")
                .key(contact(customer))
                .updateExpression("SET email = :email")
                .expressionAttributeValues(Map.of(":email", address)));
    }

    private static Map<String, AttributeValue> contact(Customer customer) {
        return key("customer/" + customer.id(), "CONTACT");
    }

    private String storedEvent(String order, int sequence) {
        return dynamo.getItem(
                        get -> get.tableName("orders").key(key("order/" + order, "EVENT#%010d".formatted(sequence))))
                .item()
                .get("event")
                .s();
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }

    private Shop.Undo shortVisibility(String queue) {
        String url = url(queue);
        Map<QueueAttributeName, String> usual = new HashMap<>(
                sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                        .attributes());
        sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(SHORT_VISIBILITY));
        return () -> sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(usual));
    }

    private String send(String queue, String body) {
        String url = url(queue);
        return sqs.sendMessage(send -> send.queueUrl(url).messageBody(body)).messageId();
    }

    private String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }

    private static int deadLettersOf(String queue) {
        return dlq("list", queue, "--json").json().path(0).path("deadLetters").asInt();
    }

    private static FrontDoor.Outcome dlq(String... arguments) {
        return Shop.stage5("dlq", arguments);
    }

    private static JsonNode only(JsonNode letters, String field, String value) {
        return StreamSupport.stream(letters.spliterator(), false)
                .filter(letter -> letter.path(field).asText().equals(value))
                .reduce((one, other) -> {
                    throw new AssertionError("Two with " + field + " " + value);
                })
                .orElseThrow(() -> new AssertionError("None with " + field + " " + value + " in " + letters));
    }
}
