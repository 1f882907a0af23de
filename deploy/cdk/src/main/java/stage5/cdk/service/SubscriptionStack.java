package stage5.cdk.service;

import java.util.Map;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.constructs.Construct;
import stage5.cdk.Discovery;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/**
 * What a service hears: the subscriptions of its queues. A stack of its own, because services hear each other: theirs
 * are deployed first, in any order, and then these.
 */
public final class SubscriptionStack extends SiteStack {

    public SubscriptionStack(Construct app, Site site, ServiceTopology topology, Topology all) {
        super(app, site, topology.service() + "-subscriptions", "Stage Five: what " + topology.service() + " hears");
        for (Queue queue : topology.queues()) {
            for (Queue.Subscription subscription : queue.subscriptions()) {
                subscribe(queue, subscription, all.publisherOf(subscription.topic()));
            }
        }
    }

    private void subscribe(Queue queue, Queue.Subscription subscription, ServiceTopology publisher) {
        CfnSubscription.Builder.create(this, queue.name() + "-" + subscription.topic())
                .topicArn(new Discovery(site()).find(this, publisher.service(), "topic-arn"))
                .protocol("sqs")
                .endpoint(site().arn("sqs", queue.name()))
                .rawMessageDelivery(true)
                .filterPolicyScope("MessageAttributes")
                .filterPolicy(Map.of(Queue.Subscription.FILTER_ATTRIBUTE, subscription.types()))
                .build();
    }
}
