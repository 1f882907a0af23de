package stage5.local;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stage5.kit.contract.Contracts;
import stage5.local.dynamodb.DynamoDbPart;
import stage5.local.external.ExternalAws;
import stage5.local.meter.Meter;
import stage5.local.sns.SnsPart;
import stage5.local.sqs.QueueDepth;
import stage5.local.sqs.SqsPart;
import stage5.topology.AwsEndpoints;
import stage5.topology.Topology;

/**
 * DynamoDB, SQS and SNS, whosever they are.
 *
 * @param sqs where SQS is asked
 * @param queues how full the queues are
 * @param sns the stand-in, which can be told to misbehave; empty where SNS is somebody else's
 */
record CloudServices(List<Part> parts, URI sqs, Supplier<List<QueueDepth>> queues, Optional<SnsPart> sns) {

    static CloudServices embedded(
            Vertx vertx, Ports ports, Topology topology, Optional<Contracts> contracts, Meter meter) {
        SqsPart sqs = new SqsPart(ports.sqs(), topology);
        SnsPart sns = new SnsPart(vertx, ports.sns(), sqs, topology, contracts, meter);
        return new CloudServices(
                List.of(new DynamoDbPart(ports.dynamodb(), topology, meter), sqs, sns),
                URI.create("http://127.0.0.1:" + ports.sqs()),
                sqs::depths,
                Optional.of(sns));
    }

    static CloudServices external(AwsEndpoints endpoints, Topology topology) {
        ExternalAws aws = new ExternalAws(endpoints, topology);
        return new CloudServices(List.of(aws), endpoints.sqs(), aws::depths, Optional.empty());
    }
}
