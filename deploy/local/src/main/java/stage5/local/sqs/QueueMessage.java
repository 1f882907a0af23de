package stage5.local.sqs;

import java.util.Map;

/**
 * A message that SNS sends to a queue.
 *
 * @param groupId the message group, or null
 * @param traceHeader the value of the system attribute {@code AWSTraceHeader}, or null
 * @param topicArn the sender, which the queue's policy must allow
 */
public record QueueMessage(
        String body, Map<String, MessageAttribute> attributes, String groupId, String traceHeader, String topicArn) {

    /** Returns a message without a group and without a trace header. */
    public static QueueMessage of(String topicArn, String body, Map<String, MessageAttribute> attributes) {
        return new QueueMessage(body, attributes, null, null, topicArn);
    }
}
