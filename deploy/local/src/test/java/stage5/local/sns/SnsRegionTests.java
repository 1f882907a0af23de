package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Topic;
import stage5.local.aws.Aws;

class SnsRegionTests {

    private static SnsFixture fixture;
    private static SnsClient ireland;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SnsFixture();
        ireland = fixture.sns(Region.EU_WEST_1);
    }

    @AfterAll
    static void stop() {
        ireland.close();
        fixture.close();
    }

    @Test
    void shouldHaveItsOwnTopics_whenTheClientIsInAnotherRegion() {
        String own = ireland.createTopic(request -> request.name("orders")).topicArn();
        String other =
                fixture.sns.createTopic(request -> request.name("orders")).topicArn();

        assertThat(own).isEqualTo("arn:aws:sns:eu-west-1:000000000000:orders");
        assertThat(other).isEqualTo("arn:aws:sns:us-east-1:000000000000:orders");
        assertThat(ireland.listTopics().topics())
                .extracting(Topic::topicArn)
                .contains(own)
                .doesNotContain(other);
        assertThat(fixture.sns.listTopics().topics())
                .extracting(Topic::topicArn)
                .contains(other)
                .doesNotContain(own);
    }

    @Test
    void shouldListItsOwnSubscriptions_whenTheClientIsInAnotherRegion() {
        fixture.subscribe(fixture.topic(), fixture.queue(), Map.of());
        String topic =
                ireland.createTopic(request -> request.name("subscribed")).topicArn();
        String subscription = ireland.subscribe(request -> request.topicArn(topic)
                        .protocol("sqs")
                        .endpoint(Aws.queueArn("any"))
                        .returnSubscriptionArn(true))
                .subscriptionArn();

        assertThat(ireland.listSubscriptions().subscriptions())
                .extracting(Subscription::subscriptionArn)
                .containsExactly(subscription);
    }

    @Test
    void shouldRefuse_whenTheTopicIsInAnotherRegion() {
        String topic = fixture.topic();

        assertForeignRegion(
                () -> ireland.publish(request -> request.topicArn(topic).message("hello")));
        assertForeignRegion(() -> ireland.publishBatch(request -> request.topicArn(topic)
                .publishBatchRequestEntries(PublishBatchRequestEntry.builder()
                        .id("1")
                        .message("hello")
                        .build())));
        assertForeignRegion(() -> ireland.getTopicAttributes(request -> request.topicArn(topic)));
        assertForeignRegion(() -> ireland.setTopicAttributes(
                request -> request.topicArn(topic).attributeName("DisplayName").attributeValue("x")));
        assertForeignRegion(() -> ireland.listSubscriptionsByTopic(request -> request.topicArn(topic)));
        assertForeignRegion(() -> ireland.deleteTopic(request -> request.topicArn(topic)));
        assertForeignRegion(() -> ireland.subscribe(
                request -> request.topicArn(topic).protocol("sqs").endpoint(Aws.queueArn("any"))));
    }

    @Test
    void shouldRefuse_whenTheTopicIsOfAnotherAccount() {
        String topic = "arn:aws:sns:us-east-1:123456789012:orders";

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> fixture.sns.publish(request -> request.topicArn(topic).message("hello")),
                () -> fixture.sns.getTopicAttributes(request -> request.topicArn(topic)),
                () -> fixture.sns.unsubscribe(request -> request.subscriptionArn(topic + ":1")))) {
            assertThatThrownBy(call)
                    .isInstanceOf(AuthorizationErrorException.class)
                    .hasMessageContaining("is not authorized to perform: SNS:");
        }
    }

    @Test
    void shouldDeliverNothing_whenTheQueueIsInAnotherRegionOrAccount() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        String deadLetters = fixture.queue();
        String redrive = "{\"deadLetterTargetArn\":\"%s\"}".formatted(Aws.queueArn(deadLetters));
        for (String endpoint :
                List.of("arn:aws:sqs:eu-west-1:000000000000:" + queue, "arn:aws:sqs:us-east-1:123456789012:" + queue)) {
            fixture.sns.subscribe(request -> request.topicArn(topic)
                    .protocol("sqs")
                    .endpoint(endpoint)
                    .attributes(Map.of("RawMessageDelivery", "true", "RedrivePolicy", redrive)));
        }

        fixture.sns.publish(request -> request.topicArn(topic).message("hello"));

        assertThat(fixture.receiveBodies(deadLetters, 2)).containsExactly("hello", "hello");
        assertThat(fixture.waiting(queue)).isZero();
    }

    private static void assertForeignRegion(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("Invalid parameter: TopicArn ("); // the SDK appends the service and status
    }
}
