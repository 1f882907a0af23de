package stage5.local.sns;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses ARNs of SQS queues. */
final class QueueArn {

    private static final Pattern PATTERN =
            Pattern.compile("arn:[a-z-]+:sqs:[a-z0-9-]+:\\d{12}:(?<name>[A-Za-z0-9_-]{1,80})");

    private QueueArn() {}

    /** Returns the name of the queue; empty if the text is not the ARN of a standard queue. */
    static Optional<String> find(String arn) {
        Matcher matcher = PATTERN.matcher(arn);
        return matcher.matches() ? Optional.of(matcher.group("name")) : Optional.empty();
    }
}
