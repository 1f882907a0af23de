package stage5.local.external;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.local.Emulator;
import stage5.local.aws.Aws;
import stage5.local.dynamodb.TableCreation;
import stage5.local.sqs.QueueDepth;
import stage5.local.sqs.Queues;
import stage5.topology.AwsEndpoints;
import stage5.topology.Topology;

/**
 * External DynamoDB, SQS and SNS: another emulator, or AWS itself. Creates what the topology declares and the endpoints
 * lack. Never deletes anything.
 */
public final class ExternalAws implements Emulator {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI dynamoDb;
    private final Topology topology;
    private final Queues queues;
    private final SnsClient sns;
    private volatile boolean complete;

    public ExternalAws(AwsEndpoints endpoints, Topology topology) {
        this.dynamoDb = endpoints.dynamodb();
        this.topology = topology;
        this.queues = new Queues(
                Aws.externalClient(SqsClient.builder(), endpoints.sqs(), TIMEOUT),
                topology.queues().toList());
        this.sns = Aws.externalClient(SnsClient.builder(), endpoints.sns(), TIMEOUT);
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public void start() {
        try (DynamoDbClient client = Aws.externalClient(DynamoDbClient.builder(), dynamoDb, TIMEOUT)) {
            topology.tables().forEach(new TableCreation(client)::createIfMissing);
        }
        queues.create();
        Subscriptions subscriptions = new Subscriptions(sns);
        topology.topics().forEach(subscriptions::createTopic);
        topology.queues().forEach(queue -> {
            queues.allowTopics(queue.name(), subscriptions.topicArns(queue));
            subscriptions.subscribe(queue, queues.arn(queue.name()));
        });
        complete = true;
    }

    /** Returns the depth of each queue of the topology; empty before the start. */
    public List<QueueDepth> depths() {
        return queues.depths();
    }

    /** Returns whether all resources exist or were created. It does not check whether the endpoints still respond. */
    @Override
    public boolean isUp() {
        return complete;
    }

    @Override
    public void close() {
        complete = false;
        queues.close();
        sns.close();
    }
}
