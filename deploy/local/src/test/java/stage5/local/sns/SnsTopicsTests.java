package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Topic;
import stage5.local.aws.Aws;

class SnsTopicsTests {

    private static SnsBench bench;

    @BeforeAll
    static void start() throws Exception {
        bench = new SnsBench();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void shouldAnswerTheSameArn_whenTopicIsCreatedAgain() {
        String first = bench.sns.createTopic(request -> request.name("again")).topicArn();
        bench.subscribe(first, bench.queue(), Map.of());

        String second = bench.sns.createTopic(request -> request.name("again")).topicArn();

        assertThat(second).isEqualTo(first).isEqualTo("arn:aws:sns:us-east-1:000000000000:again");
        assertThat(bench.sns
                        .getTopicAttributes(request -> request.topicArn(first))
                        .attributes())
                .containsEntry("TopicArn", first)
                .containsEntry("Owner", "000000000000")
                .containsEntry("SubscriptionsConfirmed", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "", "dotted.name", "orders.fifo"})
    void shouldRefuseTopic_whenNameIsInvalid(String name) {
        assertThatThrownBy(() -> bench.sns.createTopic(request -> request.name(name)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void shouldRefuseTopic_whenFifoIsAskedFor() {
        assertThatThrownBy(() ->
                        bench.sns.createTopic(request -> request.name("fifo").attributes(Map.of("FifoTopic", "true"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("FIFO");
    }

    @Test
    void shouldListEveryTopicOnce_whenThereIsMoreThanAPage() {
        IntStream.range(0, 150).forEach(i -> bench.sns.createTopic(request -> request.name("many-" + i)));

        assertThat(bench.sns.listTopicsPaginator().topics().stream().map(Topic::topicArn))
                .doesNotHaveDuplicates()
                .filteredOn(arn -> arn.contains(":many-"))
                .hasSize(150);
        assertThat(bench.sns.listTopics().topics()).hasSize(100);
    }

    @Test
    void shouldForgetSubscriptions_whenTopicIsDeleted() {
        String topic = bench.topic();
        String subscription = bench.subscribe(topic, bench.queue(), Map.of());

        bench.sns.deleteTopic(request -> request.topicArn(topic));
        bench.sns.deleteTopic(request -> request.topicArn(topic));

        assertNotFound(() -> bench.sns.getTopicAttributes(request -> request.topicArn(topic)));
        assertNotFound(() -> bench.sns.getSubscriptionAttributes(request -> request.subscriptionArn(subscription)));
    }

    @Test
    void shouldAnswerTheSameSubscription_whenQueueSubscribesAgain() {
        String topic = bench.topic();
        String queue = bench.queue();
        String first = bench.subscribe(topic, queue, SnsBench.RAW);

        assertThat(bench.subscribe(topic, queue, SnsBench.RAW)).isEqualTo(first);
        assertThatThrownBy(() -> bench.subscribe(topic, queue, Map.of()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("already exists with different attributes");
    }

    @Test
    void shouldDescribeSubscription() {
        String topic = bench.topic();
        String queue = bench.queue();
        String subscription = bench.subscribe(topic, queue, Map.of("FilterPolicy", "{\"type\":[\"a\"]}"));

        bench.sns.setSubscriptionAttributes(request -> request.subscriptionArn(subscription)
                .attributeName("RawMessageDelivery")
                .attributeValue("true"));

        assertThat(bench.sns
                        .getSubscriptionAttributes(request -> request.subscriptionArn(subscription))
                        .attributes())
                .containsEntry("RawMessageDelivery", "true")
                .containsEntry("FilterPolicy", "{\"type\":[\"a\"]}")
                .containsEntry("FilterPolicyScope", "MessageAttributes")
                .containsEntry("Endpoint", Aws.queueArn(queue))
                .containsEntry("PendingConfirmation", "false");
        assertThat(bench.sns
                        .listSubscriptionsByTopic(request -> request.topicArn(topic))
                        .subscriptions())
                .extracting(Subscription::subscriptionArn, Subscription::endpoint, Subscription::protocol)
                .containsExactly(tuple(subscription, Aws.queueArn(queue), "sqs"));
        assertThat(bench.sns.listSubscriptions().subscriptions())
                .extracting(Subscription::subscriptionArn)
                .contains(subscription);
    }

    @Test
    void shouldTakeFilterAway_whenItIsSetToNothing() {
        String topic = bench.topic();
        String queue = bench.filteredQueue(topic, "{\"type\":[\"a\"]}", FilterPolicy.Scope.MessageAttributes);
        String subscription = bench.sns
                .listSubscriptionsByTopic(request -> request.topicArn(topic))
                .subscriptions()
                .getFirst()
                .subscriptionArn();

        bench.sns.setSubscriptionAttributes(
                request -> request.subscriptionArn(subscription).attributeName("FilterPolicy"));
        bench.sns.publish(request -> request.topicArn(topic).message("unfiltered"));

        assertThat(bench.receiveBodies(queue, 1)).containsExactly("unfiltered");
    }

    @Test
    void shouldDeliverNoMore_whenUnsubscribed() {
        String topic = bench.topic();
        String gone = bench.queue();
        String stays = bench.queue();
        String subscription = bench.subscribe(topic, gone, SnsBench.RAW);
        bench.subscribe(topic, stays, SnsBench.RAW);

        bench.sns.unsubscribe(request -> request.subscriptionArn(subscription));
        bench.sns.publish(request -> request.topicArn(topic).message("hello"));

        assertThat(bench.receiveBodies(stays, 1)).containsExactly("hello");
        assertThat(bench.waiting(gone)).isZero();
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
    void shouldRefuseSubscription_whenAttributeIsInvalid(String attribute) {
        String topic = bench.topic();
        String[] parts = attribute.split("=", 2);

        assertThatThrownBy(() -> bench.subscribe(topic, bench.queue(), Map.of(parts[0], parts[1])))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(bench.sns
                        .listSubscriptionsByTopic(request -> request.topicArn(topic))
                        .subscriptions())
                .isEmpty();
    }

    @Test
    void shouldRefuseSubscription_whenItIsNoQueue() {
        String topic = bench.topic();

        assertThatThrownBy(() -> bench.sns.subscribe(
                        request -> request.topicArn(topic).protocol("sqs").endpoint("http://127.0.0.1/queue")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("SQS endpoint ARN");
        assertThatThrownBy(() -> bench.sns.subscribe(
                        request -> request.topicArn(topic).protocol("email").endpoint("a@example.org")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("email");
    }

    @Test
    void shouldAnswerNotFound_whenTopicDoesNotExist() {
        String missing = Aws.topicArn("missing");

        assertNotFound(() -> bench.subscribe(missing, bench.queue(), Map.of()));
        assertNotFound(() -> bench.sns.listSubscriptionsByTopic(request -> request.topicArn(missing)));
        assertNotFound(() -> bench.sns.setSubscriptionAttributes(request -> request.subscriptionArn(missing + ":1")
                .attributeName("RawMessageDelivery")
                .attributeValue("true")));
    }

    @Test
    void shouldRefuse_whenActionIsUnknown() {
        assertThatThrownBy(() -> bench.sns.checkIfPhoneNumberIsOptedOut(request -> request.phoneNumber("+491")))
                .isInstanceOfSatisfying(SnsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
                });
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NotFoundException.class).hasMessageContaining("does not exist");
    }
}
