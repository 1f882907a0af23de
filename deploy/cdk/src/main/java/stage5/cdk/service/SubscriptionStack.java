package stage5.cdk.service;

import java.util.Map;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/**
 * The subscriptions of a service's queues. A separate stack, because services subscribe to each other: first all data
 * stacks are deployed, in any order, then the subscriptions.
 */
public final class SubscriptionStack extends StageFiveStack {

    public SubscriptionStack(Construct app, StackLocation location, ServiceTopology topology, Topology all) {
        super(
                app,
                location,
                topology.service() + "-subscriptions",
                "Stage Five: subscriptions of " + topology.service());
        for (Queue queue : topology.queues()) {
            for (Queue.Subscription subscription : queue.subscriptions()) {
                subscribe(queue, subscription, all.publisherOf(subscription.topic()));
            }
        }
    }

    private void subscribe(Queue queue, Queue.Subscription subscription, ServiceTopology publisher) {
        CfnSubscription.Builder.create(this, queue.name() + "-" + subscription.topic())
                .topicArn(new SharedParameters(location())
                        .topicOf(publisher.service())
                        .read(this))
                .protocol("sqs")
                .endpoint(location().arn("sqs", queue.name()))
                .rawMessageDelivery(true)
                .filterPolicyScope("MessageAttributes")
                .filterPolicy(Map.of(Queue.Subscription.FILTER_ATTRIBUTE, subscription.types()))
                .build();
    }
}
