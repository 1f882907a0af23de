package stage5.kit.container;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;
import stage5.kit.events.aws.BudgetedRetryStrategy;
import stage5.kit.web.resilience.RetryBudgets;

/** Builds the client of SQS as Quarkus has configured it, with retries within the budget {@code sqs}. */
final class SqsClient {

    @Produces
    @ApplicationScoped
    SqsAsyncClient sqs(SqsAsyncClientBuilder builder, RetryBudgets budgets) {
        return BudgetedRetryStrategy.of(budgets.of("sqs")).on(builder).build();
    }

    void close(@Disposes SqsAsyncClient client) {
        client.close();
    }
}
