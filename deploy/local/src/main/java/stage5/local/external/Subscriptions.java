package stage5.local.external;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import stage5.topology.Queue;

/** Creates the topology's topics and subscriptions at an external SNS. */
final class Subscriptions {

    private final SnsClient client;
    private final Map<String, String> arns = new HashMap<>();

    Subscriptions(SnsClient client) {
        this.client = client;
    }

    /** Creates the topic; finds it if it exists. */
    void createTopic(String name) {
        arns.put(name, client.createTopic(create -> create.name(name)).topicArn());
    }

    /** Returns the ARNs of the topics to which the queue subscribes. */
    List<String> topicArns(Queue queue) {
        return queue.subscriptions().stream()
                .map(declared -> arns.get(declared.topic()))
                .toList();
    }

    /**
     * Subscribes the queue to each of its topics, with raw delivery. An existing subscription gets the topology's
     * filter.
     */
    void subscribe(Queue queue, String queueArn) {
        for (Queue.Subscription declared : queue.subscriptions()) {
            String topicArn = arns.get(declared.topic());
            Map<String, String> attributes =
                    Map.of("RawMessageDelivery", "true", "FilterPolicy", policy(declared.types()));
            Optional<Subscription> found =
                    client.listSubscriptionsByTopicPaginator(list -> list.topicArn(topicArn)).subscriptions().stream()
                            .filter(subscription -> subscription.endpoint().equals(queueArn))
                            .findFirst();
            if (found.isPresent()) {
                attributes.forEach((name, value) -> client.setSubscriptionAttributes(
                        set -> set.subscriptionArn(found.get().subscriptionArn())
                                .attributeName(name)
                                .attributeValue(value)));
            } else {
                client.subscribe(subscribe -> subscribe
                        .topicArn(topicArn)
                        .protocol("sqs")
                        .endpoint(queueArn)
                        .attributes(attributes));
            }
        }
    }

    private static String policy(List<String> types) {
        return "{\"%s\":[\"%s\"]}".formatted(Queue.Subscription.FILTER_ATTRIBUTE, String.join("\",\"", types));
    }
}
