package stage5.local.sns;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import stage5.local.aws.Aws;

/** All topics and their subscriptions. Reads are lock-free; changes are mutually exclusive. */
final class Topics {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    private final Map<String, Topic> byArn = new ConcurrentSkipListMap<>();

    /**
     * Creates the topic unless it exists. Returns its ARN.
     *
     * @throws SnsErrorException if the name is invalid, or the existing topic has other attributes
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html">CreateTopic</a>
     */
    synchronized String create(String region, String name, TopicAttributes attributes) {
        if (!NAME.matcher(name).matches()) {
            throw SnsErrorException.invalidParameter("Topic Name");
        }
        String arn = Aws.topicArn(region, name);
        Topic topic = byArn.computeIfAbsent(arn, ignored -> Topic.of(arn, attributes));
        if (!topic.attributes().agreesWith(attributes)) {
            throw SnsErrorException.invalidParameter(
                    "Attributes Reason: Topic already exists with different attributes");
        }
        return arn;
    }

    /** Deletes a topic with its subscriptions. Does nothing if there is none. */
    synchronized void delete(String arn) {
        byArn.remove(arn);
    }

    /** Returns the ARNs of the topics of a region, in order. */
    List<String> arns(String region) {
        return byArn.keySet().stream().filter(isIn(region)).toList();
    }

    /** Returns a topic; throws {@link SnsErrorException} if there is no such topic. */
    Topic topic(String arn) {
        Topic topic = byArn.get(arn);
        if (topic == null) {
            throw SnsErrorException.notFound("Topic");
        }
        return topic;
    }

    /**
     * Returns the subscriptions of a topic, ordered by ARN; throws {@link SnsErrorException} if there is no such topic.
     */
    Collection<Subscription> subscriptions(String topicArn) {
        return topic(topicArn).subscriptions().values();
    }

    /** Returns the subscriptions to the topics of a region. */
    List<Subscription> subscriptionsIn(String region) {
        return byArn.values().stream()
                .filter(topic -> isIn(region).test(topic.arn()))
                .flatMap(topic -> topic.subscriptions().values().stream())
                .toList();
    }

    /**
     * Subscribes the queue to the topic. Returns the existing subscription if there is one.
     *
     * @throws SnsErrorException if the existing subscription has another value of an attribute
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html">Subscribe</a>
     */
    synchronized Subscription subscribe(String topicArn, String endpoint, SubscriptionSettings settings) {
        Map<String, Subscription> subscriptions = topic(topicArn).subscriptions();
        String queue =
                QueueArn.find(endpoint).orElseThrow(() -> SnsErrorException.invalidParameter("SQS endpoint ARN"));
        if (QueueArn.isFifo(endpoint)) {
            throw SnsErrorException.invalidParameter("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be"
                    + " subscribed to standard SNS topics");
        }
        for (Subscription existing : subscriptions.values()) {
            if (existing.endpoint().equals(endpoint)) {
                if (!existing.settings().agreesWith(settings)) {
                    throw SnsErrorException.invalidParameter(
                            "Attributes Reason: Subscription already exists with different attributes");
                }
                return existing;
            }
        }
        Subscription subscription =
                new Subscription(topicArn + ":" + UUID.randomUUID(), topicArn, endpoint, queue, settings);
        subscriptions.put(subscription.arn(), subscription);
        return subscription;
    }

    /** Removes a subscription. Does nothing if there is none. */
    synchronized void unsubscribe(String arn) {
        byArn.values().forEach(topic -> topic.subscriptions().remove(arn));
    }

    /** Changes the attributes of a topic. */
    synchronized void change(String topicArn, UnaryOperator<TopicAttributes> change) {
        Topic topic = topic(topicArn);
        byArn.put(topicArn, topic.with(change.apply(topic.attributes())));
    }

    /** Changes the settings of a subscription. */
    synchronized void changeSubscription(String arn, UnaryOperator<SubscriptionSettings> change) {
        Subscription subscription = subscription(arn);
        topic(subscription.topicArn())
                .subscriptions()
                .put(arn, subscription.with(change.apply(subscription.settings())));
    }

    Subscription subscription(String arn) {
        return byArn.values().stream()
                .flatMap(topic -> topic.subscriptions().values().stream())
                .filter(subscription -> subscription.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> SnsErrorException.notFound("Subscription"));
    }

    private static Predicate<String> isIn(String region) {
        return arn -> arn.startsWith(Aws.topicArn(region, ""));
    }
}
