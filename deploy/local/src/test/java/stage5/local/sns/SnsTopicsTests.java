package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Topic;
import stage5.local.aws.Aws;

class SnsTopicsTests {

    private static SnsFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SnsFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void shouldReturnTheSameArn_whenTopicIsCreatedAgain() {
        String first = fixture.sns.createTopic(request -> request.name("again")).topicArn();
        fixture.subscribe(first, fixture.queue(), Map.of());

        String second =
                fixture.sns.createTopic(request -> request.name("again")).topicArn();

        assertThat(second).isEqualTo(first).isEqualTo("arn:aws:sns:us-east-1:000000000000:again");
        assertThat(fixture.sns
                        .getTopicAttributes(request -> request.topicArn(first))
                        .attributes())
                .containsEntry("TopicArn", first)
                .containsEntry("Owner", "000000000000")
                .containsEntry("SubscriptionsConfirmed", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "", "dotted.name", "orders.fifo"})
    void shouldRejectTopic_whenNameIsInvalid(String name) {
        assertThatThrownBy(() -> fixture.sns.createTopic(request -> request.name(name)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void shouldRejectTopic_whenFifoIsRequested() {
        assertThatThrownBy(() -> fixture.sns.createTopic(
                        request -> request.name("fifo").attributes(Map.of("FifoTopic", "true"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("FIFO");
    }

    @Test
    void shouldListEveryTopicOnce_whenThereIsMoreThanAPage() {
        IntStream.range(0, 150).forEach(i -> fixture.sns.createTopic(request -> request.name("many-" + i)));

        assertThat(fixture.sns.listTopicsPaginator().topics().stream().map(Topic::topicArn))
                .doesNotHaveDuplicates()
                .filteredOn(arn -> arn.contains(":many-"))
                .hasSize(150);
        assertThat(fixture.sns.listTopics().topics()).hasSize(100);
    }

    @Test
    void shouldDeleteSubscriptions_whenTopicIsDeleted() {
        String topic = fixture.topic();
        String subscription = fixture.subscribe(topic, fixture.queue(), Map.of());

        fixture.sns.deleteTopic(request -> request.topicArn(topic));
        fixture.sns.deleteTopic(request -> request.topicArn(topic));

        assertNotFound(() -> fixture.sns.getTopicAttributes(request -> request.topicArn(topic)));
        assertNotFound(() -> fixture.sns.getSubscriptionAttributes(request -> request.subscriptionArn(subscription)));
    }

    @Test
    void shouldReturnTheSameSubscription_whenQueueSubscribesAgain() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        String first = fixture.subscribe(topic, queue, SnsFixture.RAW);

        assertThat(fixture.subscribe(topic, queue, SnsFixture.RAW)).isEqualTo(first);
        assertThat(fixture.subscribe(topic, queue, Map.of("RawMessageDelivery", "True")))
                .isEqualTo(first);
        assertThat(fixture.subscribe(topic, queue, Map.of("FilterPolicyScope", "MessageAttributes")))
                .as("the default")
                .isEqualTo(first);
        assertThat(fixture.subscribe(topic, queue, Map.of()))
                .as("no attributes")
                .isEqualTo(first);
        assertThatThrownBy(() -> fixture.subscribe(topic, queue, Map.of("RawMessageDelivery", "false")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Attributes Reason: Subscription already exists with different attributes");
        assertThatThrownBy(() -> fixture.subscribe(topic, queue, Map.of("FilterPolicy", "{\"type\":[\"a\"]}")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void shouldKeepTheTopic_whenItIsCreatedAgainWithEqualOrNoAttributes() {
        Map<String, String> attributes = Map.of("DisplayName", "Orders");
        String topic = fixture.sns
                .createTopic(request -> request.name("displayed").attributes(attributes))
                .topicArn();

        fixture.sns.createTopic(request -> request.name("displayed"));
        fixture.sns.createTopic(request -> request.name("displayed").attributes(attributes));
        fixture.sns.createTopic(request -> request.name("displayed").attributes(Map.of("FifoTopic", "false")));

        assertThat(attributes(topic)).containsEntry("DisplayName", "Orders");
        for (Map<String, String> different : List.of(
                Map.of("DisplayName", "Others"),
                Map.of("SignatureVersion", "2"),
                Map.of("DisplayName", "Orders", "SignatureVersion", "2"))) {
            assertThatThrownBy(() -> fixture.sns.createTopic(
                            request -> request.name("displayed").attributes(different)))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("Attributes Reason: Topic already exists with different attributes");
        }
    }

    @Test
    void shouldReturnTheChange_whenATopicAttributeIsSet() {
        String topic = fixture.topic();
        assertThat(attributes(topic)).containsEntry("DisplayName", "");

        fixture.sns.setTopicAttributes(
                request -> request.topicArn(topic).attributeName("DisplayName").attributeValue("Orders"));
        fixture.sns.setTopicAttributes(request ->
                request.topicArn(topic).attributeName("TracingConfig").attributeValue("Active"));

        assertThat(attributes(topic))
                .containsEntry("DisplayName", "Orders")
                .containsEntry("TracingConfig", "Active")
                .containsKeys("Policy", "EffectiveDeliveryPolicy");
    }

    @ParameterizedTest
    @CsvSource({
        "FifoTopic,        false,   AttributeName",
        "Unknown,          1,       AttributeName",
        "SignatureVersion, 3,       SignatureVersion",
        "TracingConfig,    Maybe,   TracingConfig",
        "Policy,           no json, Policy"
    })
    void shouldReject_whenATopicAttributeIsInvalid(String name, String value, String reason) {
        String topic = fixture.topic();

        assertThatThrownBy(() -> fixture.sns.setTopicAttributes(
                        request -> request.topicArn(topic).attributeName(name).attributeValue(value)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Invalid parameter: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "topic,                                     SubscriptionArn Reason: An ARN must have at least 6 elements",
        "arn:aws:sns:us-east-1:000000000000,        SubscriptionArn Reason: An ARN must have at least 6 elements",
        "arn:aws:sns:us-east-1:000000000000:orders, SubscriptionId"
    })
    void shouldReject_whenUnsubscribeHasNoSubscriptionArn(String arn, String reason) {
        assertThatThrownBy(() -> fixture.sns.unsubscribe(request -> request.subscriptionArn(arn)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Invalid parameter: " + reason);
        assertThatThrownBy(() -> fixture.sns.unsubscribe(request -> {}))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("SubscriptionArn Reason: no value for required parameter");
    }

    @Test
    void shouldSucceed_whenUnsubscribedAgain() {
        String subscription = fixture.subscribe(fixture.topic(), fixture.queue(), Map.of());

        fixture.sns.unsubscribe(request -> request.subscriptionArn(subscription));
        fixture.sns.unsubscribe(request -> request.subscriptionArn(subscription));

        assertNotFound(() -> fixture.sns.getSubscriptionAttributes(request -> request.subscriptionArn(subscription)));
    }

    @Test
    void shouldHaveNoScope_whenTheSubscriptionHasNoPolicy() {
        String subscription = fixture.subscribe(
                fixture.topic(), fixture.queue(), Map.of("RawMessageDelivery", "True", "FilterPolicy", ""));

        assertThat(fixture.sns
                        .getSubscriptionAttributes(request -> request.subscriptionArn(subscription))
                        .attributes())
                .containsEntry("RawMessageDelivery", "true")
                .doesNotContainKeys("FilterPolicy", "FilterPolicyScope");
    }

    @Test
    void shouldDescribeSubscription() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        String subscription = fixture.subscribe(topic, queue, Map.of("FilterPolicy", "{\"type\":[\"a\"]}"));

        fixture.sns.setSubscriptionAttributes(request -> request.subscriptionArn(subscription)
                .attributeName("RawMessageDelivery")
                .attributeValue("true"));

        assertThat(fixture.sns
                        .getSubscriptionAttributes(request -> request.subscriptionArn(subscription))
                        .attributes())
                .containsEntry("RawMessageDelivery", "true")
                .containsEntry("FilterPolicy", "{\"type\":[\"a\"]}")
                .containsEntry("FilterPolicyScope", "MessageAttributes")
                .containsEntry("Endpoint", Aws.queueArn(queue))
                .containsEntry("PendingConfirmation", "false");
        assertThat(fixture.sns
                        .listSubscriptionsByTopic(request -> request.topicArn(topic))
                        .subscriptions())
                .extracting(Subscription::subscriptionArn, Subscription::endpoint, Subscription::protocol)
                .containsExactly(tuple(subscription, Aws.queueArn(queue), "sqs"));
        assertThat(fixture.sns.listSubscriptions().subscriptions())
                .extracting(Subscription::subscriptionArn)
                .contains(subscription);
    }

    @Test
    void shouldRemoveFilter_whenItIsSetToAnEmptyValue() {
        String topic = fixture.topic();
        String queue = fixture.filteredQueue(topic, "{\"type\":[\"a\"]}", FilterPolicy.Scope.MessageAttributes);
        String subscription = fixture.sns
                .listSubscriptionsByTopic(request -> request.topicArn(topic))
                .subscriptions()
                .getFirst()
                .subscriptionArn();

        fixture.sns.setSubscriptionAttributes(
                request -> request.subscriptionArn(subscription).attributeName("FilterPolicy"));
        fixture.sns.publish(request -> request.topicArn(topic).message("unfiltered"));

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("unfiltered");
    }

    @Test
    void shouldStopDelivering_whenUnsubscribed() {
        String topic = fixture.topic();
        String unsubscribed = fixture.queue();
        String subscribed = fixture.queue();
        String subscription = fixture.subscribe(topic, unsubscribed, SnsFixture.RAW);
        fixture.subscribe(topic, subscribed, SnsFixture.RAW);

        fixture.sns.unsubscribe(request -> request.subscriptionArn(subscription));
        fixture.sns.publish(request -> request.topicArn(topic).message("hello"));

        assertThat(fixture.receiveBodies(subscribed, 1)).containsExactly("hello");
        assertThat(fixture.waiting(unsubscribed)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RawMessageDelivery=maybe",
                "FilterPolicy=no json",
                "FilterPolicy=[]",
                "FilterPolicy={\"type\":\"not a list\"}",
                "FilterPolicy={\"type\":[{\"unheard-of\":1}]}",
                "FilterPolicy={\"a\":{\"nested\":[\"x\"]}}",
                "FilterPolicy={\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]}",
                "FilterPolicy={\"a\":[1,2,3,4,5,6],\"b\":[1,2,3,4,5,6],\"c\":[1,2,3,4,5]}",
                "FilterPolicyScope=Everything",
                "RedrivePolicy=no json",
                "RedrivePolicy={\"deadLetterTargetArn\":\"no arn\"}",
                "Unknown=1"
            })
    void shouldRejectSubscription_whenAttributeIsInvalid(String attribute) {
        String topic = fixture.topic();
        String[] parts = attribute.split("=", 2);

        assertThatThrownBy(() -> fixture.subscribe(topic, fixture.queue(), Map.of(parts[0], parts[1])))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(fixture.sns
                        .listSubscriptionsByTopic(request -> request.topicArn(topic))
                        .subscriptions())
                .isEmpty();
    }

    @Test
    void shouldRejectSubscription_whenTheEndpointIsNotAQueue() {
        String topic = fixture.topic();

        assertThatThrownBy(() -> fixture.sns.subscribe(
                        request -> request.topicArn(topic).protocol("sqs").endpoint("http://127.0.0.1/queue")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("SQS endpoint ARN");
        assertThatThrownBy(() -> fixture.sns.subscribe(
                        request -> request.topicArn(topic).protocol("email").endpoint("a@example.org")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("email");
        assertThatThrownBy(() -> fixture.sns.subscribe(
                        request -> request.topicArn(topic).protocol("pigeon").endpoint("a")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Amazon SNS does not support this protocol string: pigeon");
        assertThatThrownBy(() -> fixture.subscribe(topic, "orders.fifo", Map.of()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("FIFO SQS Queues can not be subscribed to standard SNS topics");
    }

    @Test
    void shouldReturnNotFound_whenTopicDoesNotExist() {
        String missing = Aws.topicArn("missing");

        assertNotFound(() -> fixture.subscribe(missing, fixture.queue(), Map.of()));
        assertNotFound(() -> fixture.sns.listSubscriptionsByTopic(request -> request.topicArn(missing)));
        assertNotFound(() -> fixture.sns.setSubscriptionAttributes(request -> request.subscriptionArn(missing + ":1")
                .attributeName("RawMessageDelivery")
                .attributeValue("true")));
    }

    @Test
    void shouldReject_whenActionIsUnknown() {
        assertThatThrownBy(() -> fixture.sns.checkIfPhoneNumberIsOptedOut(request -> request.phoneNumber("+491")))
                .isInstanceOfSatisfying(SnsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
                });
    }

    private static Map<String, String> attributes(String topic) {
        return fixture.sns
                .getTopicAttributes(request -> request.topicArn(topic))
                .attributes();
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NotFoundException.class).hasMessageContaining("does not exist");
    }
}
