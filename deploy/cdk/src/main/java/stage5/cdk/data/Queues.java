package stage5.cdk.data;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;
import stage5.cdk.StackLocation;

/** Creates the topology's queues, each with its dead-letter queue and the topology's limits. */
final class Queues {

    private Queues() {}

    static void create(Construct scope, StackLocation location, stage5.topology.Queue queue) {
        Queue deadLetters = Queue.Builder.create(scope, "DeadLetters-" + queue.name())
                .queueName(queue.deadLetterQueue())
                .retentionPeriod(seconds(stage5.topology.Queue.DEAD_LETTER_RETENTION))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .build();
        Queue live = Queue.Builder.create(scope, "Queue-" + queue.name())
                .queueName(queue.name())
                .retentionPeriod(seconds(stage5.topology.Queue.RETENTION))
                .visibilityTimeout(seconds(stage5.topology.Queue.VISIBILITY))
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(deadLetters)
                        .maxReceiveCount(stage5.topology.Queue.MAX_RECEIVES)
                        .build())
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .build();
        live.addToResourcePolicy(fromTopics(location, queue, live));
    }

    /** Names the topics, because a policy may refer to a topic that doesn't exist yet. So services can be deployed in any order. */
    private static PolicyStatement fromTopics(StackLocation location, stage5.topology.Queue queue, Queue live) {
        List<String> topics = queue.subscriptions().stream()
                .map(subscription -> location.arn("sns", subscription.topic()))
                .distinct()
                .toList();
        return PolicyStatement.Builder.create()
                .sid("Subscriptions")
                .effect(Effect.ALLOW)
                .principals(List.of(new ServicePrincipal("sns.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(live.getQueueArn()))
                .conditions(Map.of("ArnEquals", Map.of("aws:SourceArn", topics)))
                .build();
    }

    private static software.amazon.awscdk.Duration seconds(Duration duration) {
        return software.amazon.awscdk.Duration.seconds(duration.toSeconds());
    }
}
