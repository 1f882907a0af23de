package stage5.local;

/** Policies of queues. */
public final class QueuePolicies {

    /** Allows every topic to send. Without a policy SNS delivers nothing. */
    public static final String ALLOW_SNS = """
            {"Statement": {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", \
            "Resource": "*"}}""";

    private QueuePolicies() {}
}
