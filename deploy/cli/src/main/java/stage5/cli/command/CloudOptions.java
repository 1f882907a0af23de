package stage5.cli.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.cloud.CloudClients;

/** Selects the cloud: the local one of a stack, or AWS. */
final class CloudOptions {

    @Option(
            names = "--aws",
            description = "Use AWS instead of the local cloud. Region, credentials and endpoints come from the AWS"
                    + " SDK's settings: AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_SQS ...")
    private boolean aws;

    @Mixin
    private StackOptions stack;

    SqsClient sqs() {
        return aws ? CloudClients.sqs() : CloudClients.sqs(running());
    }

    DynamoDbClient dynamoDb() {
        return aws ? CloudClients.dynamoDb() : CloudClients.dynamoDb(running());
    }

    private Ports running() {
        Stack local = stack.stack();
        if (local.running().flatMap(run -> run.running(Component.CLOUD)).isEmpty()) {
            throw new StackException("No local cloud runs. %s starts the shop; --aws uses AWS."
                    .formatted(local.ports().call("up")));
        }
        return local.ports();
    }
}
