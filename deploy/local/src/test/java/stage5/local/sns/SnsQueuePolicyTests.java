package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.QueuePolicies;
import stage5.local.aws.Aws;

/** SNS delivers only to queues whose policy allows the topic, dead-letter queues included. */
class SnsQueuePolicyTests {

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
    void shouldSendToTheDeadLetterQueue_whenThePolicyDoesNotAllowTheTopic() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        String deadLetters = fixture.queue();
        setPolicy(queue, "");
        fixture.subscribe(topic, queue, withRedrive(deadLetters));

        publish(topic, "refused");

        assertThat(fixture.receiveBodies(deadLetters, 1)).containsExactly("refused");
        assertThat(fixture.waiting(queue)).isZero();
    }

    @Test
    void shouldDeliverAgain_whenThePolicyAllowsTheTopic() {
        String topic = fixture.topic();
        String other = fixture.topic();
        String queue = fixture.queue();
        setPolicy(queue, """
                {"Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
                "Resource": "%s", "Condition": {"ArnEquals": {"aws:SourceArn": "%s"}}}]}""".formatted(Aws.queueArn(queue), topic));
        fixture.subscribe(topic, queue, SnsFixture.RAW);
        fixture.subscribe(other, queue, SnsFixture.RAW);

        publish(other, "refused");
        publish(topic, "allowed");

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("allowed");
    }

    @Test
    void shouldDiscardTheMessage_whenTheDeadLetterQueueDoesNotAllowTheTopic() {
        String topic = fixture.topic();
        String queue = fixture.queue();
        String deadLetters = fixture.queue();
        setPolicy(queue, "");
        setPolicy(deadLetters, "");
        fixture.subscribe(topic, queue, withRedrive(deadLetters));
        publish(topic, "refused twice");

        setPolicy(queue, QueuePolicies.ALLOW_SNS);
        publish(topic, "allowed");

        assertThat(fixture.receiveBodies(queue, 1)).containsExactly("allowed");
        assertThat(fixture.waiting(deadLetters)).isZero();
    }

    private static void setPolicy(String queue, String policy) {
        fixture.sqs.setQueueAttributes(
                set -> set.queueUrl(fixture.url(queue)).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    }

    private static void publish(String topic, String message) {
        fixture.sns.publish(request -> request.topicArn(topic).message(message));
    }

    private static Map<String, String> withRedrive(String deadLetters) {
        Map<String, String> attributes = new HashMap<>(SnsFixture.RAW);
        attributes.put("RedrivePolicy", "{\"deadLetterTargetArn\":\"%s\"}".formatted(Aws.queueArn(deadLetters)));
        return attributes;
    }
}
