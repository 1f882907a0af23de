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
 * DynamoDB, SQS and SNS as somebody else has them: another emulator, or AWS itself. What the topology names and is
 * missing there is created; nothing is ever deleted.
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
            queues.letIn(queue.name(), subscriptions.heardBy(queue));
            subscriptions.subscribe(queue, queues.arn(queue.name()));
        });
        complete = true;
    }

    /** Returns how full each queue of the topology is; empty before the start. */
    public List<QueueDepth> depths() {
        return queues.depths();
    }

    /** Returns whether everything was there or could be created; whether it still answers is its owner's to watch. */
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
