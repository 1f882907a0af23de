package stage5.local;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stage5.kit.contract.PublisherContracts;
import stage5.local.dynamodb.DynamoDbEmulator;
import stage5.local.external.ExternalAws;
import stage5.local.fault.FaultControl;
import stage5.local.meter.UsageCounters;
import stage5.local.sns.SnsEmulator;
import stage5.local.sqs.QueueDepth;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.AwsEndpoints;
import stage5.topology.Topology;

/**
 * DynamoDB, SQS and SNS: the embedded emulators, or external endpoints.
 *
 * @param emulators the emulators to start
 * @param sqs the endpoint of SQS
 * @param snsEndpoint the endpoint of SNS
 * @param queues returns how many messages each queue holds
 * @param sns the embedded SNS; empty if SNS is external
 * @param faults the controls of the embedded emulators' faults
 */
record AwsServices(
        List<Emulator> emulators,
        URI sqs,
        URI snsEndpoint,
        Supplier<List<QueueDepth>> queues,
        Optional<SnsEmulator> sns,
        List<FaultControl<?>> faults) {

    static AwsServices embedded(
            Vertx vertx, Ports ports, Topology topology, Optional<PublisherContracts> contracts, UsageCounters usage) {
        SqsEmulator sqs = new SqsEmulator(vertx, ports.sqs(), topology, usage);
        SnsEmulator sns = new SnsEmulator(vertx, ports.sns(), sqs, topology, contracts, usage);
        DynamoDbEmulator dynamoDb = new DynamoDbEmulator(ports.dynamodb(), topology, usage);
        return new AwsServices(
                List.of(dynamoDb, sqs, sns),
                URI.create("http://127.0.0.1:" + ports.sqs()),
                URI.create("http://127.0.0.1:" + ports.sns()),
                sqs::depths,
                Optional.of(sns),
                List.of(dynamoDb.faults(), sqs.faults(), sns.faults()));
    }

    static AwsServices external(AwsEndpoints endpoints, Topology topology) {
        ExternalAws aws = new ExternalAws(endpoints, topology);
        return new AwsServices(
                List.of(aws), endpoints.sqs(), endpoints.sns(), aws::depths, Optional.empty(), List.of());
    }
}
