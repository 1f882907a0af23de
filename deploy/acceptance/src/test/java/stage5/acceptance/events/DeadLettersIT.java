package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.Stage5Command;
import stage5.acceptance.client.TestCustomer;
import stage5.stack.cloud.CloudClients;
import stage5.topology.Queue;

/** Tests that a dead letter is kept with its reason, and that it takes effect once, however often it is redriven. */
class DeadLettersIT {

    private static final String MAILS = "notification-mails";
    private static final String STOCK = "catalog-orders";
    private static final Duration DEAD_LETTER_TIMEOUT = Duration.ofMinutes(3);

    /** Long enough for the cold starts of four functions in sequence. */
    private static final Duration EFFECT_TIMEOUT = Duration.ofMinutes(2);

    /** Makes five receives take seconds instead of minutes; still longer than a function works on a message. */
    private static final Map<QueueAttributeName, String> SHORT_VISIBILITY =
            Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5");

    private final SqsClient sqs = CloudClients.sqs(ShopUnderTest.ports());
    private final DynamoDbClient dynamo = CloudClients.dynamoDb(ShopUnderTest.ports());

    @AfterEach
    void closeClients() {
        sqs.close();
        dynamo.close();
    }

    @Test
    void shouldShowTheReasonAndApplyOnce_whenDeadLettersAreRedriven() {
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        await("the welcome")
                .atMost(EFFECT_TIMEOUT)
                .until(() -> ShopUnderTest.mailsTo(ada.email()).size() == 1);
        String orderTrace = StoredTrace.randomHex(16);
        String brokenTrace = StoredTrace.randomHex(16);

        AttributeValue address = removeAddress(ada);
        String order;
        String broken;
        try (var quick = shortVisibility(MAILS)) {
            order = order(ada, orderTrace);
            broken = send(MAILS, "{\"id\":\"broken\",\"traceparent\":\"00-" + brokenTrace + "-00f067aa0ba902b7-01\"}");
            await("both are dead letters").atMost(DEAD_LETTER_TIMEOUT).until(() -> depth(MAILS + "-dlq") == 2);
        }
        assertThat(receivesBefore(MAILS + "-dlq"))
                .hasSize(2)
                .containsEntry(broken, Queue.MAX_RECEIVES)
                .allSatisfy((id, receives) -> assertThat(receives).isEqualTo(Queue.MAX_RECEIVES));

        JsonNode letters = dlq("show", MAILS, "--json").json();
        JsonNode poison = only(letters, "subject", "order/" + order);
        assertThat(poison.path("type").asText()).isEqualTo("stage5.order.confirmed.v1");
        assertThat(poison.path("traceId").asText()).isEqualTo(orderTrace);
        assertThat(poison.path("failure").path("reason").asText()).contains("customer/" + ada.id(), "has no email");
        assertRecorded(poison);
        JsonNode malformed = only(letters, "messageId", broken);
        assertThat(malformed.path("traceId").asText()).isEqualTo(brokenTrace);
        assertThat(malformed.path("failure").path("type").asText()).isEqualTo("MalformedEventException");
        assertThat(malformed.path("failure").path("reason").asText()).contains("source is missing");
        assertRecorded(malformed);
        assertThat(dlq("show", MAILS).output())
                .contains(orderTrace, brokenTrace, "has no email")
                .contains("failed    " + poison.path("failure").path("times").asInt() + " times");
        assertThat(ShopUnderTest.mailsTo(ada.email())).hasSize(1);

        restoreAddress(ada, address);
        dlq("redrive", MAILS, "--message", poison.path("messageId").asText());
        await("the mail about the order")
                .atMost(EFFECT_TIMEOUT)
                .until(() -> ShopUnderTest.mailsTo(ada.email()).size() == 2);
        assertThat(deadLettersOf(MAILS)).isEqualTo(1);
        assertThat(dlq("purge", MAILS).exitCode()).as("refused without --yes").isEqualTo(1);
        assertThat(dlq("purge", MAILS, "--yes").exitCode()).isZero();
        assertThat(deadLettersOf(MAILS)).isZero();

        send(MAILS + "-dlq", poison.path("body").asText());
        send(STOCK + "-dlq", storedEvent(order, 1));
        send(STOCK + "-dlq", storedEvent(order, 2));
        assertThat(dlq("redrive").output()).contains("1 dead letter sent back", "2 dead letters sent back");
        ShopUnderTest.awaitIdle();
        assertThat(ShopUnderTest.mailsTo(ada.email())).as("no mail twice").hasSize(2);
        assertThat(dlq("show").output()).contains("There are no dead letters.");
        ShopUnderTest.assertConsistent();
    }

    @Test
    void shouldShowAndPurge_whenSdkSettingsNameTheEndpoints() {
        send(STOCK + "-dlq", "not an event");
        Map<String, String> settings = Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "any",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL_SQS", ShopUnderTest.ports().sqs().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", ShopUnderTest.ports().dynamoDb().toString());

        JsonNode letters = Stage5Command.call(settings, "dlq", "show", STOCK, "--aws", "--json")
                .json();

        assertThat(letters).hasSize(1);
        assertThat(letters.path(0).path("queue").asText()).isEqualTo(STOCK);
        assertThat(letters.path(0).path("body").asText()).isEqualTo("not an event");
        assertThat(Stage5Command.call(settings, "dlq", "purge", STOCK, "--aws", "--yes")
                        .exitCode())
                .isZero();
        assertThat(deadLettersOf(STOCK)).isZero();
    }

    private static String order(TestCustomer customer, String traceId) {
        String order = customer.with("traceparent", "00-" + traceId + "-" + StoredTrace.randomHex(8) + "-01")
                .place(ShopUnderTest.anySku(), "tok_ok");
        assertThat(customer.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");
        return order;
    }

    /** Removes the email address that notification-worker has stored for the customer, and returns it. */
    private AttributeValue removeAddress(TestCustomer customer) {
        return dynamo.updateItem(update -> update.tableName("notifications")
                        .key(contact(customer))
                        .updateExpression("REMOVE email")
                        .conditionExpression("attribute_exists(email)")
                        .returnValues(ReturnValue.ALL_OLD))
                .attributes()
                .get("email");
    }

    private void restoreAddress(TestCustomer customer, AttributeValue address) {
        dynamo.updateItem(update -> update.tableName("notifications")
                .key(contact(customer))
                .updateExpression("SET email = :email")
                .expressionAttributeValues(Map.of(":email", address)));
    }

    private static Map<String, AttributeValue> contact(TestCustomer customer) {
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

    private ShopUnderTest.Undo shortVisibility(String queue) {
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

    /**
     * Asserts that the consumer has recorded its failures: one for each receive, unless bad weather prevents it. A consumer
     * doesn't wait long for the record, and a message counts as received even if its function does not start.
     */
    private static void assertRecorded(JsonNode letter) {
        int times = letter.path("failure").path("times").asInt();
        assertThat(times).isBetween(ShopUnderTest.isWeatherClear() ? Queue.MAX_RECEIVES : 1, Queue.MAX_RECEIVES);
    }

    /** Returns the number of messages in a queue, those in flight included. Receives none, because SQS counts that. */
    private int depth(String queue) {
        return sqs
                .getQueueAttributes(get -> get.queueUrl(url(queue))
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /** Returns how often each message was received before this call, as SQS counts: a dead letter keeps its count. */
    private Map<String, Integer> receivesBefore(String queue) {
        int depth = depth(queue);
        Map<String, Integer> counts = new HashMap<>();
        await("all messages are received once").atMost(EFFECT_TIMEOUT).until(() -> {
            sqs.receiveMessage(receive -> receive.queueUrl(url(queue))
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(0)
                            .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                    .messages()
                    .forEach(message -> counts.putIfAbsent(
                            message.messageId(),
                            Integer.parseInt(message.attributes()
                                            .get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                                    - 1));
            return counts.size() == depth;
        });
        return counts;
    }

    private static int deadLettersOf(String queue) {
        return dlq("list", queue, "--json").json().path(0).path("deadLetters").asInt();
    }

    private static Stage5Command.CommandResult dlq(String... arguments) {
        return ShopUnderTest.runCommand("dlq", arguments);
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
