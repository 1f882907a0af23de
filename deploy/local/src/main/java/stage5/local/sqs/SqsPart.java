package stage5.local.sqs;

import java.time.Duration;
import java.util.List;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.local.Part;
import stage5.local.aws.Aws;
import stage5.topology.Topology;

/** ElasticMQ, which speaks SQS, with the topology's queues. */
public final class SqsPart implements Part {

    private final int port;
    private final Topology topology;
    private SQSRestServer server;
    private Queues queues;

    public SqsPart(int port, Topology topology) {
        this.port = port;
        this.topology = topology;
    }

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public void start() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(port)
                .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
                .withAWSRegion(Aws.REGION)
                .withAWSAccountId(Aws.ACCOUNT)
                .start();
        server.waitUntilStarted();
        queues = new Queues(
                Aws.client(SqsClient.builder(), port, Duration.ofSeconds(20)),
                topology.queues().toList());
        queues.create();
    }

    /** Returns how full each queue of the topology is, in the topology's order; empty before the start. */
    public List<QueueDepth> depths() {
        return queues == null ? List.of() : queues.depths();
    }

    @Override
    public boolean isUp() {
        return queues != null;
    }

    @Override
    public void close() {
        if (queues != null) {
            queues.close();
            queues = null;
        }
        if (server != null) {
            server.stopAndWait();
            server = null;
        }
    }
}
