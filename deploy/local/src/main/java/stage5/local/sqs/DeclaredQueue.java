package stage5.local.sqs;

import java.util.List;
import java.util.Map;
import stage5.topology.Queue;

/** The attributes of a queue that the topology declares, and of its dead-letter queue. */
record DeclaredQueue(Queue queue) {

    private static final String RETENTION = "MessageRetentionPeriod";

    /** Returns the attributes of the dead-letter queue. */
    Map<String, String> ofDeadLetters() {
        return Map.of(RETENTION, Long.toString(Queue.DEAD_LETTER_RETENTION.toSeconds()));
    }

    /** Returns the attributes of the queue itself, except for its policy. */
    Map<String, String> attributes(String deadLetterArn) {
        return Map.of(
                RETENTION,
                Long.toString(Queue.RETENTION.toSeconds()),
                "VisibilityTimeout",
                Long.toString(Queue.VISIBILITY.toSeconds()),
                "RedrivePolicy",
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(deadLetterArn, Queue.MAX_RECEIVES));
    }

    /**
     * Returns the policy that allows these topics, and no others, to send. Without a policy SNS delivers nothing (<a
     * href="https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html">permissions</a>).
     */
    static Map<String, String> policy(String arn, List<String> topicArns) {
        return Map.of("Policy", """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},\
                "Action":"sqs:SendMessage","Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":["%s"]}}}]}\
                """.formatted(arn, String.join("\",\"", topicArns)));
    }
}
