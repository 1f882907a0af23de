package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import stage5.local.aws.Aws;

/**
 * After how many receives a message moves to which dead-letter queue.
 *
 * @param target the name of the dead-letter queue
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">Dead-letter
 *     queues</a>
 */
record RedrivePolicy(String target, int maxReceiveCount) {

    private static final String TARGET = "deadLetterTargetArn";
    private static final String COUNT = "maxReceiveCount";
    private static final int MOST_RECEIVES = 1_000;

    /**
     * Parses the attribute of a queue.
     *
     * @param isFifo whether the queue is a FIFO queue; its dead-letter queue then must be one, too
     * @throws SqsErrorException if SQS would reject it
     */
    static RedrivePolicy of(String value, boolean isFifo, QueueRegistry queues) {
        JsonNode policy = QueueAttributes.json(value);
        if (!policy.isObject()) {
            throw invalid(value, "Redrive policy is not a valid JSON map.");
        }
        for (String name : new String[] {TARGET, COUNT}) {
            if (!policy.has(name)) {
                throw invalid(value, "Redrive policy does not contain mandatory attribute: " + name + ".");
            }
        }
        return new RedrivePolicy(target(value, policy, isFifo, queues), count(value, policy));
    }

    private static String target(String value, JsonNode policy, boolean isFifo, QueueRegistry queues) {
        String arn = policy.path(TARGET).asText("");
        String prefix = Aws.queueArn("");
        if (!arn.startsWith("arn:aws:sqs:")) {
            throw invalid(value, "Invalid value for deadLetterTargetArn.");
        }
        SqsQueue queue = queues.find(arn.startsWith(prefix) ? arn.substring(prefix.length()) : "")
                .orElseThrow(() -> invalid(value, "Dead letter target does not exist."));
        if (queue.isFifo() != isFifo) {
            throw invalid(value, "Dead-letter queue must be same type of queue as the source.");
        }
        return queue.name();
    }

    private static int count(String value, JsonNode policy) {
        String text = policy.path(COUNT).asText("");
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST_RECEIVES) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw invalidCount(value, text);
        }
        throw invalidCount(value, text);
    }

    private static SqsErrorException invalidCount(String value, String count) {
        return invalid(
                value,
                "Invalid value for maxReceiveCount: %s, valid values are from 1 to %d both inclusive."
                        .formatted(count, MOST_RECEIVES));
    }

    private static SqsErrorException invalid(String value, String reason) {
        return SqsErrorException.invalidParameterValue("RedrivePolicy", value, reason);
    }
}
