package stage5.kit.events.aws;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.SnsAsyncClientBuilder;
import stage5.kit.events.fence.FencedDynamoDb;
import stage5.kit.events.fence.WriteFence;
import stage5.kit.web.resilience.RetryBudgets;

/**
 * Builds the clients of DynamoDB and SNS as Quarkus has configured them, with retries within the budgets {@code dynamodb} and
 * {@code sns} ({@code stage5.retries.<client>}), with spans of the calls of DynamoDB, and with the {@link WriteFence} if there
 * is one.
 */
final class AwsClients {

    @Produces
    @ApplicationScoped
    DynamoDbAsyncClient dynamoDb(
            DynamoDbAsyncClientBuilder builder, RetryBudgets budgets, DynamoDbSpans spans, WriteFence fence) {
        DynamoDbAsyncClient client = BudgetedRetryStrategy.ofDynamoDb(budgets.of("dynamodb"))
                .on(spans.on(builder))
                .build();
        return fence.isEnabled() ? new FencedDynamoDb(client, fence) : client;
    }

    @Produces
    @ApplicationScoped
    SnsAsyncClient sns(SnsAsyncClientBuilder builder, RetryBudgets budgets) {
        return BudgetedRetryStrategy.of(budgets.of("sns")).on(builder).build();
    }

    void close(@Disposes DynamoDbAsyncClient client) {
        client.close();
    }

    void close(@Disposes SnsAsyncClient client) {
        client.close();
    }
}
