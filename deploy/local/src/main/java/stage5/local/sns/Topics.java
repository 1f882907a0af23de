package stage5.local.sns;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import stage5.local.aws.Aws;

/** All topics and their subscriptions. Reads are lock-free; changes are mutually exclusive. */
final class Topics {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    private final Map<String, Map<String, Subscription>> subscriptionsByTopic = new ConcurrentSkipListMap<>();

    /**
     * Creates the topic unless it exists. Returns its ARN.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html">CreateTopic</a>
     */
    synchronized String create(String name) {
        if (!NAME.matcher(name).matches()) {
            throw SnsErrorException.invalidParameter("Topic Name");
        }
        String arn = Aws.topicArn(name);
        subscriptionsByTopic.computeIfAbsent(arn, ignored -> new ConcurrentSkipListMap<>());
        return arn;
    }

    /** Deletes a topic with its subscriptions. Does nothing if there is none. */
    synchronized void delete(String arn) {
        checkArn(arn);
        subscriptionsByTopic.remove(arn);
    }

    Collection<String> arns() {
        return subscriptionsByTopic.keySet();
    }

    /**
     * Returns the subscriptions of a topic, ordered by ARN; throws {@link SnsErrorException} if there is no such topic.
     */
    Collection<Subscription> subscriptions(String topicArn) {
        return byArn(topicArn).values();
    }

    List<Subscription> subscriptions() {
        return subscriptionsByTopic.values().stream()
                .flatMap(byArn -> byArn.values().stream())
                .toList();
    }

    /**
     * Subscribes the queue to the topic. Returns the existing subscription if there is one.
     *
     * @throws SnsErrorException if the existing subscription has other attributes
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html">Subscribe</a>
     */
    synchronized Subscription subscribe(String topicArn, String endpoint, SubscriptionSettings settings) {
        String queue =
                QueueArn.find(endpoint).orElseThrow(() -> SnsErrorException.invalidParameter("SQS endpoint ARN"));
        Map<String, Subscription> byArn = byArn(topicArn);
        for (Subscription existing : byArn.values()) {
            if (existing.endpoint().equals(endpoint)) {
                if (!existing.settings().described().equals(settings.described())) {
                    throw SnsErrorException.invalidParameter(
                            "Attributes Reason: Subscription already exists with different attributes");
                }
                return existing;
            }
        }
        Subscription subscription =
                new Subscription(topicArn + ":" + UUID.randomUUID(), topicArn, endpoint, queue, settings);
        byArn.put(subscription.arn(), subscription);
        return subscription;
    }

    /** Removes a subscription. Does nothing if there is none. */
    synchronized void unsubscribe(String arn) {
        subscriptionsByTopic.values().forEach(byArn -> byArn.remove(arn));
    }

    /** Changes the settings of a subscription. */
    synchronized void change(String arn, UnaryOperator<SubscriptionSettings> change) {
        Subscription subscription = subscription(arn);
        byArn(subscription.topicArn()).put(arn, subscription.with(change.apply(subscription.settings())));
    }

    Subscription subscription(String arn) {
        return subscriptions().stream()
                .filter(subscription -> subscription.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> SnsErrorException.notFound("Subscription"));
    }

    private Map<String, Subscription> byArn(String topicArn) {
        checkArn(topicArn);
        Map<String, Subscription> byArn = subscriptionsByTopic.get(topicArn);
        if (byArn == null) {
            throw SnsErrorException.notFound("Topic");
        }
        return byArn;
    }

    private static void checkArn(String arn) {
        int elements = arn.split(":", -1).length;
        if (elements < 6) {
            throw SnsErrorException.invalidParameter(
                    "TopicArn Reason: An ARN must have at least 6 elements, not " + elements);
        }
    }
}
