package stage5.local.external;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import stage5.topology.Queue;

/** The topology's topics and what is subscribed to them. */
final class Subscriptions {

    private final SnsClient client;
    private final Map<String, String> arns = new HashMap<>();

    Subscriptions(SnsClient client) {
        this.client = client;
    }

    /** Creates the topic, or finds the one of that name. */
    void createTopic(String name) {
        arns.put(name, client.createTopic(create -> create.name(name)).topicArn());
    }

    /** Returns the ARNs of the topics that the queue hears. */
    List<String> heardBy(Queue queue) {
        return queue.subscriptions().stream()
                .map(wanted -> arns.get(wanted.topic()))
                .toList();
    }

    /** Subscribes the queue raw, to each topic that the topology names; a subscription that is there gets its filter. */
    void subscribe(Queue queue, String queueArn) {
        for (Queue.Subscription wanted : queue.subscriptions()) {
            String topicArn = arns.get(wanted.topic());
            Map<String, String> attributes =
                    Map.of("RawMessageDelivery", "true", "FilterPolicy", policy(wanted.types()));
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
