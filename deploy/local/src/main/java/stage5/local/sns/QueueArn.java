package stage5.local.sns;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.local.aws.Aws;

/** Parses ARNs of SQS queues. */
final class QueueArn {

    private static final Pattern PATTERN =
            Pattern.compile("arn:[a-z-]+:sqs:[a-z0-9-]+:\\d{12}:(?<name>[A-Za-z0-9_-]{1,80}(?<fifo>\\.fifo)?)");

    private QueueArn() {}

    /**
     * Returns the name of the queue; empty if the text is not the ARN of a queue. For a queue in another region or
     * account it is the ARN, a name that no queue has: SQS has only queues of {@link Aws#REGION} and
     * {@link Aws#ACCOUNT} here.
     */
    static Optional<String> find(String arn) {
        Matcher matcher = PATTERN.matcher(arn);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group("name");
        return Optional.of(arn.equals(Aws.queueArn(name)) ? name : arn);
    }

    /** Returns whether the text is the ARN of a FIFO queue. */
    static boolean isFifo(String arn) {
        Matcher matcher = PATTERN.matcher(arn);
        return matcher.matches() && matcher.group("fifo") != null;
    }
}
