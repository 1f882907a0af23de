package stage5.local.sns;

/**
 * A queue's subscription to a topic.
 *
 * @param queue the name of the queue
 */
record Subscription(String arn, String topicArn, String endpoint, String queue, SubscriptionSettings settings) {

    Subscription with(SubscriptionSettings newSettings) {
        return new Subscription(arn, topicArn, endpoint, queue, newSettings);
    }
}
